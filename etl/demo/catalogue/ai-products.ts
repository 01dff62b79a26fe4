import type { Modality } from '../modality.ts'

export interface Product {
  code: string
  nameEn: string
  nameZh: string
  vendor: string
  modality: Modality
  findings: readonly string[]
  sensitivity: number
  specificity: number
  feePerExamCny: number
  revenuePerExamCny: number
}

const a = (
  code: string,
  nameEn: string,
  nameZh: string,
  vendor: string,
  modality: Modality,
  findings: string,
  sensitivity: number,
  specificity: number,
  feePerExamCny: number,
  revenuePerExamCny = 0,
): Product => ({
  code,
  nameEn,
  nameZh,
  vendor,
  modality,
  findings: findings.split(';'),
  sensitivity,
  specificity,
  feePerExamCny,
  revenuePerExamCny,
})

/** Version history of every product, as days before the last day of business; null = from the start. */
export const VERSIONS = [
  { version: '2.1', daysBeforeEnd: null },
  { version: '2.2', daysBeforeEnd: 270 },
  { version: '2.3', daysBeforeEnd: 85 },
] as const

/** Score from which on a product flags, all alike. */
export const OPERATING_POINT = 0.5

/** The product whose results come too late at one center (see stories.ts). */
export const LATE_PRODUCT = 'AI-CHEST'

/** The product whose newest version calls too much (see stories.ts). */
export const DRIFTING_PRODUCT = 'AI-LUNG'
export const DRIFTING_VERSION = '3.0'
export const DRIFTED_SPECIFICITY = 0.58

/** The product that lately calls too much on the scans of one manufacturer only (see stories.ts). */
export const MISREADING_PRODUCT = 'AI-ICH'
export const MISREAD_MANUFACTURER = 'GE MEDICAL SYSTEMS'
export const MISREAD_SPECIFICITY_LOSS = 0.25

/** Products and vendors are invented; operating points lie within published ranges. Small networks run the first ten. */
const PRODUCTS: readonly Product[] = [
  a('AI-LUNG', 'Lung nodule', '肺结节检测', 'Qingyun', 'CT', 'LUNG_NODULE', 0.93, 0.82, 4),
  a(
    'AI-CHEST',
    'Chest CT, several findings',
    '胸部CT多病种',
    'Mirae',
    'CT',
    'PNEUMONIA;EFFUSION;RIB_FRACTURE',
    0.91,
    0.92,
    6,
    8,
  ),
  a('AI-ICH', 'Intracranial hemorrhage', '颅内出血', 'Qingyun', 'CT', 'ICH', 0.92, 0.96, 5, 10),
  a('AI-CORONARY', 'Coronary stenosis', '冠脉狭窄', 'Hanlin', 'CT', 'CORONARY_STENOSIS', 0.9, 0.85, 60, 120),
  a('AI-VESSEL', 'Head and neck vessels', '头颈血管', 'Hanlin', 'CT', 'LVO;CT_ANEURYSM', 0.91, 0.92, 40, 80),
  a('AI-STROKE', 'Acute infarct', '急性脑梗死', 'Mirae', 'MR', 'ACUTE_INFARCT', 0.94, 0.93, 6, 12),
  a('AI-SPINE', 'Lumbar spine', '腰椎病变', 'Lanting', 'MR', 'LUMBAR_DISC;CANAL_STENOSIS', 0.89, 0.84, 5),
  a(
    'AI-CXR',
    'Chest radiograph',
    '胸片多病种',
    'Qingyun',
    'DX',
    'PNEUMOTHORAX;TUBERCULOSIS;DX_OPACITY',
    0.88,
    0.88,
    1.5,
  ),
  a('AI-BONE', 'Limb fracture', '四肢骨折', 'Lanting', 'DX', 'LIMB_FRACTURE', 0.92, 0.88, 1.5),
  a('AI-MAMMO', 'Mammography', '乳腺钼靶', 'Mirae', 'MG', 'BIRADS4', 0.88, 0.88, 6, 15),

  a('AI-LUNG-B', 'Lung nodule, second reader', '肺结节第二读片', 'Beichen', 'CT', 'LUNG_NODULE', 0.9, 0.88, 3.5),
  a('AI-LUNG-C', 'Lung screening', '肺癌筛查', 'Hanlin', 'CT', 'LUNG_NODULE;EMPHYSEMA', 0.92, 0.84, 5),
  a('AI-PNEUMONIA', 'Pneumonia', '肺炎', 'Beichen', 'CT', 'PNEUMONIA', 0.92, 0.9, 3),
  a('AI-RIB', 'Rib fracture', '肋骨骨折', 'Lanting', 'CT', 'RIB_FRACTURE', 0.9, 0.91, 4, 6),
  a('AI-ICH-B', 'Head trauma', '颅脑外伤', 'Beichen', 'CT', 'ICH;SKULL_FRACTURE', 0.88, 0.94, 5),
  a('AI-LIVER', 'Liver lesion', '肝脏病变', 'Hanlin', 'CT', 'LIVER_LESION', 0.86, 0.86, 12),
  a('AI-STONE', 'Kidney stone', '肾结石', 'Mirae', 'CT', 'RENAL_STONE', 0.93, 0.95, 3),
  a('AI-APPENDIX', 'Appendicitis', '阑尾炎', 'Mirae', 'CT', 'APPENDICITIS', 0.85, 0.95, 4),
  a('AI-CORONARY-B', 'Coronary tree', '冠脉树', 'Qingyun', 'CT', 'CORONARY_STENOSIS', 0.87, 0.9, 50, 100),
  a('AI-LVO', 'Large vessel occlusion', '大血管闭塞', 'Beichen', 'CT', 'LVO', 0.93, 0.93, 30, 60),
  a('AI-CAROTID', 'Carotid stenosis', '颈动脉狭窄', 'Hanlin', 'CT', 'CAROTID_STENOSIS', 0.88, 0.9, 25, 40),
  a('AI-WMH', 'White matter', '脑白质', 'Lanting', 'MR', 'WMH', 0.92, 0.85, 4),
  a('AI-TUMOR', 'Intracranial mass', '颅内占位', 'Hanlin', 'MR', 'BRAIN_TUMOR', 0.89, 0.95, 10),
  a('AI-MRA', 'Aneurysm on MRA', 'MRA动脉瘤', 'Qingyun', 'MR', 'MR_ANEURYSM', 0.87, 0.93, 12, 20),
  a('AI-PITUITARY', 'Pituitary', '垂体', 'Beichen', 'MR', 'PITUITARY_ADENOMA', 0.85, 0.86, 10),
  a('AI-CSPINE', 'Cervical spine', '颈椎病变', 'Lanting', 'MR', 'CERVICAL_DISC', 0.88, 0.83, 5),
  a('AI-KNEE', 'Knee', '膝关节', 'Mirae', 'MR', 'MENISCUS_TEAR;ACL_TEAR', 0.88, 0.88, 8, 12),
  a('AI-SHOULDER', 'Shoulder', '肩关节', 'Mirae', 'MR', 'CUFF_TEAR', 0.86, 0.87, 8),
  a('AI-HCC', 'Liver MR', '肝脏磁共振', 'Hanlin', 'MR', 'HCC', 0.86, 0.92, 15),
  a('AI-PROSTATE', 'Prostate', '前列腺', 'Beichen', 'MR', 'PIRADS4', 0.88, 0.82, 20, 40),
  a('AI-BREAST-MR', 'Breast MR', '乳腺磁共振', 'Mirae', 'MR', 'MR_BIRADS4', 0.89, 0.84, 15),
  a('AI-BILE', 'Bile ducts', '胆管', 'Lanting', 'MR', 'BILE_STONE', 0.87, 0.9, 8),
  a('AI-CXR-B', 'Tuberculosis screening', '肺结核筛查', 'Beichen', 'DX', 'TUBERCULOSIS', 0.91, 0.76, 1),
  a('AI-SPINE-DX', 'Vertebral fracture', '椎体骨折', 'Lanting', 'DX', 'VERTEBRAL_FRACTURE', 0.88, 0.95, 1.5),
  a('AI-MAMMO-B', 'Mammography, calcification', '钼靶钙化', 'Hanlin', 'MG', 'BIRADS4;MG_CALCIFICATION', 0.86, 0.9, 5),
  a('AI-THYROID', 'Thyroid ultrasound', '甲状腺超声', 'Qingyun', 'US', 'THYROID_NODULE', 0.92, 0.8, 4, 10),
  a('AI-BREAST-US', 'Breast ultrasound', '乳腺超声', 'Qingyun', 'US', 'BREAST_MASS', 0.9, 0.84, 4, 10),
  a('AI-PET', 'PET lesion', 'PET病灶', 'Hanlin', 'PT', 'FDG_LESION', 0.93, 0.87, 45, 60),
]

/** Ten products up to 12 centers, all 38 from about 120 on. */
export function catalogueOf(centers: number): readonly Product[] {
  return PRODUCTS.slice(0, Math.min(PRODUCTS.length, Math.max(10, 10 + Math.floor((centers - 12) / 4))))
}

/** Field in which a product is used, by what it looks for first. */
export function domainOf({ modality, findings }: Product): string {
  const found = DOMAINS.find(([, pattern]) => pattern.test(findings[0]!))
  return found?.[0] ?? (modality === 'MR' ? 'musculoskeletal' : 'thoracic')
}

const DOMAINS: readonly [string, RegExp][] = [
  ['cardiovascular', /CORONARY/],
  ['cerebrovascular', /ICH|LVO|ANEURYSM|INFARCT|CAROTID|WMH/],
  ['oncology', /NODULE|BIRADS|PIRADS|TUMOR|HCC|LIVER|ADENOMA|MASS|FDG|CALCIFICATION/],
  ['musculoskeletal', /FRACTURE|DISC|STENOSIS|TEAR/],
  ['abdominal', /STONE|APPENDICITIS/],
]
