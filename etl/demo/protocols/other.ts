import { inOrder, oneOf, range, within, type Protocol, type Rule, type Step } from './rules.ts'
import type { Modality } from '../modality.ts'

type Draft = Omit<Step, 'order'>
type Draft0 = Omit<Protocol, 'version' | 'effective_from' | 'effective_to' | 'contrast'>

const spiral = (step: string, kvp: number[], slice: Rule, more: Record<string, Rule> = {}): Draft => ({
  step,
  required: true,
  parameters: { KVP: { ...oneOf(...kvp), severity: 'critical' }, SliceThickness: slice, ...more },
})
const pitch = range(0.9, 1.4)

const make = (
  modality: Modality,
  protocol_code: string,
  name_en: string,
  name_zh: string,
  body_part: string,
  target_minutes: number,
  dose_reference: Draft0['dose_reference'],
  steps: Draft[],
): Draft0 => ({
  protocol_code,
  name_en,
  name_zh,
  modality,
  body_part,
  target_minutes,
  dose_reference,
  steps: inOrder(steps),
})

const chest = (kvp: number): Draft[] => [
  spiral('chest_lung', [kvp], within(1, 0.25), { SpiralPitchFactor: pitch }),
  spiral('chest_soft', [kvp], within(1, 0.25), { SpiralPitchFactor: pitch }),
]
const screening = (kvp: number): Draft[] => [
  spiral('lung_lowdose', [kvp], { max: 1 }, { Exposure: range(15, 60), SpiralPitchFactor: pitch }),
]

/** Tube voltage and references of the two protocols before and after the network lowered the dose. */
export const LOWERED_DOSE = {
  'CT-CHEST': { steps: inOrder(chest(100)), dose_reference: { CTDIvol: 9, DLP: 300 } },
  'CT-LUNG-SCREENING': { steps: inOrder(screening(100)), dose_reference: { CTDIvol: 2, DLP: 75 } },
} as const

const abdomenSlice = within(5, 0.5)

export const OTHER_PROTOCOLS: Draft0[] = [
  make('CT', 'CT-HEAD', 'Head, plain', '头颅平扫', 'HEAD', 5, { CTDIvol: 60, DLP: 860 }, [
    spiral('head_5mm', [120], within(5, 0.5), { Exposure: range(240, 360) }),
    { ...spiral('head_thin', [120], within(1.25, 0.25)), required: false },
  ]),
  make('CT', 'CT-CHEST', 'Chest, plain', '胸部平扫', 'CHEST', 6, { CTDIvol: 15, DLP: 470 }, chest(120)),
  make(
    'CT',
    'CT-LUNG-SCREENING',
    'Lung screening, low dose',
    '低剂量肺部筛查',
    'CHEST',
    5,
    { CTDIvol: 3, DLP: 120 },
    screening(120),
  ),
  make('CT', 'CT-ABDOMEN-3PHASE', 'Abdomen, three phases', '腹部三期增强', 'ABDOMEN', 15, { CTDIvol: 20, DLP: 1800 }, [
    spiral('abd_plain', [120], abdomenSlice),
    spiral('abd_arterial', [120], abdomenSlice),
    spiral('abd_portal', [120], abdomenSlice),
    spiral('abd_delayed', [120], abdomenSlice),
  ]),
  make('CT', 'CT-ABDOMEN-PELVIS', 'Abdomen and pelvis, plain', '腹盆平扫', 'ABDOMEN', 7, { CTDIvol: 18, DLP: 790 }, [
    spiral('abdpel_5mm', [120], abdomenSlice, { SpiralPitchFactor: pitch }),
  ]),
  make('CT', 'CT-CORONARY', 'Coronary angiography', '冠状动脉CTA', 'HEART', 18, { CTDIvol: 40, DLP: 600 }, [
    spiral('calcium_score', [120], within(3, 0.5)),
    spiral('coronary_cta', [80, 100, 120], { max: 0.75 }),
  ]),
  make('CT', 'CT-HEAD-NECK-CTA', 'Head and neck angiography', '头颈CTA', 'HEADNECK', 16, { CTDIvol: 45, DLP: 1390 }, [
    spiral('headneck_plain', [100, 120], within(1, 0.4)),
    spiral('headneck_cta', [100, 120], { max: 0.75 }),
  ]),
  make('CT', 'CT-UROGRAPHY', 'Urography', 'CT尿路造影', 'KIDNEY', 19, { CTDIvol: 22, DLP: 2620 }, [
    spiral('uro_plain', [120], abdomenSlice),
    spiral('uro_nephro', [120], abdomenSlice),
    spiral('uro_excretory', [120], within(1.25, 0.5)),
  ]),
  make('DX', 'DX-CHEST', 'Chest radiograph', '胸部正侧位', 'CHEST', 3, {}, [
    {
      step: 'chest_pa',
      required: true,
      parameters: { KVP: range(110, 130), DistanceSourceToDetector: within(1800, 60) },
    },
    { step: 'chest_lat', required: false, parameters: { KVP: range(110, 130) } },
  ]),
  make('MG', 'MG-4VIEW', 'Mammography, four views', '乳腺四视图', 'BREAST', 9, {}, [
    ...['rcc', 'lcc', 'rmlo', 'lmlo'].map((step) => ({
      step,
      required: true,
      parameters: { KVP: range(26, 34), AverageGlandularDose: { max: 3 } as Rule },
    })),
  ]),
  make('PT', 'PT-WHOLE-BODY', 'PET/CT whole body', '全身PET/CT', 'WHOLEBODY', 26, {}, [
    { step: 'ct_lowdose', required: true, parameters: { KVP: oneOf(100, 120), Exposure: range(30, 80) } },
    { step: 'pet_wb', required: true, parameters: { UptakeTime: within(60, 10) } },
  ]),
]
