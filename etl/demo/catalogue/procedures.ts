import type { Modality } from '../modality.ts'

export interface Procedure {
  code: string
  nameEn: string
  nameZh: string
  modality: Modality
  bodyPart: string
  protocolCode: string | null
  listPriceCny: number
  /** Share among the procedures of its modality, relative. */
  weight: number
  /** Median minutes on the table. */
  minutes: number
  contrast: 'GD' | 'IODINE' | null
}

const p = (
  code: string,
  nameEn: string,
  nameZh: string,
  modality: Modality,
  bodyPart: string,
  protocolCode: string | null,
  listPriceCny: number,
  weight: number,
  minutes: number,
  contrast: 'GD' | 'IODINE' | null = null,
): Procedure => ({ code, nameEn, nameZh, modality, bodyPart, protocolCode, listPriceCny, weight, minutes, contrast })

/** The charge master: prices near the regional caps of 2025, shares and minutes are assumptions for demonstration. */
export const PROCEDURES: readonly Procedure[] = [
  p('MR-BRAIN', 'MR brain, plain', '头颅磁共振平扫', 'MR', 'HEAD', 'MR-BRAIN', 480, 22, 16),
  p('MR-BRAIN-C', 'MR brain, contrast', '头颅磁共振增强', 'MR', 'HEAD', 'MR-BRAIN-CONTRAST', 720, 9, 24, 'GD'),
  p('MR-STROKE', 'MR stroke and angiography', '卒中磁共振及血管成像', 'MR', 'HEAD', 'MR-STROKE-MRA', 690, 8, 17),
  p('MR-PIT', 'MR pituitary, dynamic', '垂体动态增强', 'MR', 'SELLA', 'MR-PITUITARY', 740, 2, 22, 'GD'),
  p('MR-CSP', 'MR cervical spine', '颈椎磁共振平扫', 'MR', 'CSPINE', 'MR-CSPINE', 480, 12, 15),
  p('MR-LSP', 'MR lumbar spine', '腰椎磁共振平扫', 'MR', 'LSPINE', 'MR-LSPINE', 480, 18, 15),
  p('MR-KNEE', 'MR knee', '膝关节磁共振', 'MR', 'KNEE', 'MR-KNEE', 480, 12, 17),
  p('MR-SHOULDER', 'MR shoulder', '肩关节磁共振', 'MR', 'SHOULDER', 'MR-SHOULDER', 490, 5, 19),
  p('MR-LIVER-C', 'MR liver, contrast', '肝脏磁共振增强', 'MR', 'LIVER', 'MR-LIVER-CONTRAST', 790, 5, 28, 'GD'),
  p('MR-PROSTATE-C', 'MR prostate, contrast', '前列腺磁共振增强', 'MR', 'PROSTATE', 'MR-PROSTATE', 780, 3, 26, 'GD'),
  p('MR-BREAST-C', 'MR breast, contrast', '乳腺磁共振增强', 'MR', 'BREAST', 'MR-BREAST', 780, 2, 24, 'GD'),
  p('MRCP', 'MR cholangiopancreatography', '磁共振胰胆管成像', 'MR', 'BILEDUCT', 'MR-MRCP', 500, 2, 19),

  p('CT-HEAD', 'CT head, plain', '头颅CT平扫', 'CT', 'HEAD', 'CT-HEAD', 240, 22, 4.5),
  p('CT-CHEST', 'CT chest, plain', '胸部CT平扫', 'CT', 'CHEST', 'CT-CHEST', 250, 34, 5.5),
  p('CT-LDCT', 'CT lung screening, low dose', '低剂量肺部筛查CT', 'CT', 'CHEST', 'CT-LUNG-SCREENING', 230, 12, 4.5),
  p(
    'CT-ABD-C',
    'CT abdomen, three phases',
    '腹部三期增强CT',
    'CT',
    'ABDOMEN',
    'CT-ABDOMEN-3PHASE',
    620,
    9,
    14,
    'IODINE',
  ),
  p('CT-ABDPEL', 'CT abdomen and pelvis, plain', '腹盆CT平扫', 'CT', 'ABDOMEN', 'CT-ABDOMEN-PELVIS', 255, 12, 6.5),
  p('CT-CCTA', 'CT coronary angiography', '冠状动脉CTA', 'CT', 'HEART', 'CT-CORONARY', 980, 5, 18, 'IODINE'),
  p('CT-HNCTA', 'CT angiography, head and neck', '头颈CTA', 'CT', 'HEADNECK', 'CT-HEAD-NECK-CTA', 920, 4, 16, 'IODINE'),
  p('CTU', 'CT urography', 'CT尿路造影', 'CT', 'KIDNEY', 'CT-UROGRAPHY', 690, 2, 19, 'IODINE'),

  p('DX-CHEST', 'Radiograph chest', '胸部DR', 'DX', 'CHEST', 'DX-CHEST', 55, 46, 2.8),
  p('DX-LIMB', 'Radiograph limb', '四肢DR', 'DX', 'EXTREMITY', null, 55, 34, 3.6),
  p('DX-SPINE', 'Radiograph spine', '脊柱DR', 'DX', 'SPINE', null, 62, 20, 4.2),

  p('MG-BOTH', 'Mammography, both breasts', '双侧乳腺钼靶', 'MG', 'BREAST', 'MG-4VIEW', 210, 1, 9),

  p('US-ABD', 'Ultrasound abdomen', '腹部彩超', 'US', 'ABDOMEN', null, 120, 40, 10),
  p('US-THYROID', 'Ultrasound thyroid', '甲状腺彩超', 'US', 'THYROID', null, 105, 30, 8),
  p('US-BREAST', 'Ultrasound breast', '乳腺彩超', 'US', 'BREAST', null, 110, 20, 9),
  p('US-HEART', 'Echocardiography', '心脏彩超', 'US', 'HEART', null, 180, 10, 15),

  p('PT-WB', 'PET/CT whole body', '全身PET/CT', 'PT', 'WHOLEBODY', 'PT-WHOLE-BODY', 4980, 1, 26),
]

/** Charge lines that go with an exam and are no exam themselves. */
export const CONTRAST_LINES = {
  GD: { code: 'CONTRAST-GD', nameEn: 'Gadolinium contrast agent', nameZh: '钆对比剂', listPriceCny: 280, costCny: 130 },
  IODINE: {
    code: 'CONTRAST-I',
    nameEn: 'Iodinated contrast agent',
    nameZh: '碘对比剂',
    listPriceCny: 190,
    costCny: 95,
  },
} as const
