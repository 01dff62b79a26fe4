import type { Modality } from '../modality.ts'

export interface Finding {
  code: string
  nameEn: string
  nameZh: string
  modality: Modality
  bodyPart: string
  /** Share of exams of that body part that have it. */
  prevalence: number
}

const f = (
  code: string,
  nameEn: string,
  nameZh: string,
  modality: Modality,
  bodyPart: string,
  prevalence: number,
): Finding => ({ code, nameEn, nameZh, modality, bodyPart, prevalence })

/** Findings of structured reports; prevalences are assumptions within published ranges. */
export const FINDINGS: readonly Finding[] = [
  f('LUNG_NODULE', 'Pulmonary nodule', '肺结节', 'CT', 'CHEST', 0.42),
  f('PNEUMONIA', 'Pneumonia', '肺炎', 'CT', 'CHEST', 0.1),
  f('RIB_FRACTURE', 'Rib fracture', '肋骨骨折', 'CT', 'CHEST', 0.035),
  f('EFFUSION', 'Pleural effusion', '胸腔积液', 'CT', 'CHEST', 0.08),
  f('EMPHYSEMA', 'Emphysema', '肺气肿', 'CT', 'CHEST', 0.11),
  f('ICH', 'Intracranial hemorrhage', '颅内出血', 'CT', 'HEAD', 0.061),
  f('SKULL_FRACTURE', 'Skull fracture', '颅骨骨折', 'CT', 'HEAD', 0.015),
  f('LIVER_LESION', 'Focal liver lesion', '肝脏局灶性病变', 'CT', 'ABDOMEN', 0.2),
  f('RENAL_STONE', 'Kidney stone', '肾结石', 'CT', 'ABDOMEN', 0.11),
  f('APPENDICITIS', 'Appendicitis', '阑尾炎', 'CT', 'ABDOMEN', 0.02),
  f('CORONARY_STENOSIS', 'Coronary stenosis of 50 % or more', '冠状动脉狭窄≥50%', 'CT', 'HEART', 0.3),
  f('LVO', 'Large vessel occlusion', '大血管闭塞', 'CT', 'HEADNECK', 0.045),
  f('CT_ANEURYSM', 'Intracranial aneurysm on CTA', 'CTA颅内动脉瘤', 'CT', 'HEADNECK', 0.05),
  f('CAROTID_STENOSIS', 'Carotid stenosis', '颈动脉狭窄', 'CT', 'HEADNECK', 0.15),
  f('ACUTE_INFARCT', 'Acute infarct', '急性脑梗死', 'MR', 'HEAD', 0.14),
  f('WMH', 'White matter hyperintensity', '脑白质高信号', 'MR', 'HEAD', 0.36),
  f('BRAIN_TUMOR', 'Intracranial mass', '颅内占位', 'MR', 'HEAD', 0.03),
  f('MR_ANEURYSM', 'Intracranial aneurysm on MRA', 'MRA颅内动脉瘤', 'MR', 'HEAD', 0.02),
  f('PITUITARY_ADENOMA', 'Pituitary adenoma', '垂体腺瘤', 'MR', 'SELLA', 0.3),
  f('CERVICAL_DISC', 'Cervical disc herniation', '颈椎间盘突出', 'MR', 'CSPINE', 0.46),
  f('LUMBAR_DISC', 'Lumbar disc herniation', '腰椎间盘突出', 'MR', 'LSPINE', 0.5),
  f('CANAL_STENOSIS', 'Spinal canal stenosis', '椎管狭窄', 'MR', 'LSPINE', 0.18),
  f('MENISCUS_TEAR', 'Meniscus tear', '半月板撕裂', 'MR', 'KNEE', 0.31),
  f('ACL_TEAR', 'Anterior cruciate ligament tear', '前交叉韧带撕裂', 'MR', 'KNEE', 0.07),
  f('CUFF_TEAR', 'Rotator cuff tear', '肩袖撕裂', 'MR', 'SHOULDER', 0.28),
  f('HCC', 'Hepatocellular carcinoma', '肝细胞癌', 'MR', 'LIVER', 0.07),
  f('PIRADS4', 'PI-RADS 4 or 5 lesion', 'PI-RADS 4–5类病灶', 'MR', 'PROSTATE', 0.24),
  f('MR_BIRADS4', 'BI-RADS 4 or 5 on MR', '磁共振BI-RADS 4–5类', 'MR', 'BREAST', 0.13),
  f('BILE_STONE', 'Bile duct stone', '胆管结石', 'MR', 'BILEDUCT', 0.22),
  f('PNEUMOTHORAX', 'Pneumothorax', '气胸', 'DX', 'CHEST', 0.008),
  f('TUBERCULOSIS', 'Suspected tuberculosis', '疑似肺结核', 'DX', 'CHEST', 0.02),
  f('DX_OPACITY', 'Lung opacity', '肺部阴影', 'DX', 'CHEST', 0.09),
  f('LIMB_FRACTURE', 'Limb fracture', '四肢骨折', 'DX', 'EXTREMITY', 0.2),
  f('VERTEBRAL_FRACTURE', 'Vertebral fracture', '椎体骨折', 'DX', 'SPINE', 0.08),
  f('BIRADS4', 'BI-RADS 4 or 5', 'BI-RADS 4–5类', 'MG', 'BREAST', 0.045),
  f('MG_CALCIFICATION', 'Suspicious calcification', '可疑钙化', 'MG', 'BREAST', 0.09),
  f('FATTY_LIVER', 'Fatty liver', '脂肪肝', 'US', 'ABDOMEN', 0.33),
  f('THYROID_NODULE', 'Thyroid nodule', '甲状腺结节', 'US', 'THYROID', 0.44),
  f('BREAST_MASS', 'Breast mass', '乳腺肿块', 'US', 'BREAST', 0.15),
  f('FDG_LESION', 'FDG-avid lesion', 'FDG高代谢病灶', 'PT', 'WHOLEBODY', 0.48),
]
