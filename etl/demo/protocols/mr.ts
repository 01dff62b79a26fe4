import { at3T, inOrder, near, oneOf, range, within, type Protocol, type Rule, type Step } from './rules.ts'

type Rules = Record<string, Rule | Rule[]>
type Draft = Omit<Step, 'order'>

/** Spin or gradient echo: repetition and echo time in ms ± 10 %, slice in mm ± 0.5. */
const se = (step: string, tr: number, te: number, slice: number, more: Rules = {}): Draft => ({
  step,
  required: true,
  parameters: { RepetitionTime: near(tr), EchoTime: near(te), SliceThickness: within(slice, 0.5), ...more },
})
const gre = (step: string, tr: number, te: number, flip: number, slice: number, more: Rules = {}): Draft =>
  se(step, tr, te, slice, { FlipAngle: within(flip, 1), ...more })
const optional = (draft: Draft): Draft => ({ ...draft, required: false })

/** T1 of the brain: spin echo at 1.5 T, inversion-prepared at 3 T, and UIH's own timing there. */
const t1Brain = (step: string): Draft => ({
  step,
  required: true,
  parameters: {
    RepetitionTime: [
      { when: { manufacturer: 'UIH', field_strength_t: 3 }, ...near(2200) },
      ...at3T(near(2000), near(520)),
    ],
    EchoTime: near(10, 0.15),
    InversionTime: [{ when: { field_strength_t: 3 }, ...near(850) }],
    SliceThickness: within(5, 0.5),
  },
})
const dwi = (step: string, slice: number, ...b: number[]): Draft => ({
  step,
  required: true,
  severity: 'critical',
  parameters: {
    RepetitionTime: { min: 3500 },
    EchoTime: range(55, 95),
    SliceThickness: within(slice, 0.5),
    DiffusionBValue: { ...oneOf(...b), severity: 'critical' },
  },
})
const stir = (step: string, slice: number): Draft =>
  se(step, 3500, 60, slice, { InversionTime: at3T(near(210), near(150)) })

const brain = [
  t1Brain('t1_tra'),
  se('t2_tse_tra', 4500, 100, 5),
  se('flair_tra', 8500, 110, 5, { InversionTime: near(2500) }),
  dwi('dwi_tra', 5, 0, 1000),
  t1Brain('t1_sag'),
]

const mr = (
  protocol_code: string,
  name_en: string,
  name_zh: string,
  body_part: string,
  target_minutes: number,
  steps: Draft[],
): Omit<Protocol, 'version' | 'effective_from' | 'effective_to' | 'contrast'> => ({
  protocol_code,
  name_en,
  name_zh,
  modality: 'MR',
  body_part,
  target_minutes,
  dose_reference: {},
  steps: inOrder(steps),
})

export const MR_PROTOCOLS = [
  mr('MR-BRAIN', 'Brain, plain', '头颅平扫', 'HEAD', 16, brain),
  mr('MR-BRAIN-CONTRAST', 'Brain, contrast', '头颅增强', 'HEAD', 24, [
    ...brain.slice(0, 4),
    t1Brain('t1_post_tra'),
    t1Brain('t1_post_sag'),
    optional(t1Brain('t1_post_cor')),
  ]),
  mr('MR-STROKE-MRA', 'Stroke and angiography', '卒中及血管成像', 'HEAD', 17, [
    dwi('dwi_tra', 5, 0, 1000),
    se('flair_tra', 8500, 110, 5, { InversionTime: near(2500) }),
    gre('swi_tra', 28, 20, 15, 2),
    gre('tof_mra', 22, 3.6, 19, 0.6, { SliceThickness: within(0.6, 0.1) }),
  ]),
  mr('MR-PITUITARY', 'Pituitary, dynamic', '垂体动态增强', 'SELLA', 22, [
    se('t1_cor', 500, 10, 2.5),
    se('t2_cor', 3500, 95, 2.5),
    se('t1_dyn_cor', 420, 11, 2.5),
    se('t1_post_cor', 500, 10, 2.5),
    se('t1_post_sag', 500, 10, 2.5),
  ]),
  mr('MR-CSPINE', 'Cervical spine', '颈椎平扫', 'CSPINE', 15, [
    se('t1_sag', 600, 10, 3),
    se('t2_sag', 3000, 100, 3),
    stir('stir_sag', 3),
    se('t2_tra', 3500, 100, 3),
  ]),
  mr('MR-LSPINE', 'Lumbar spine', '腰椎平扫', 'LSPINE', 15, [
    se('t1_sag', 550, 10, 4),
    se('t2_sag', 3500, 110, 4),
    stir('stir_sag', 4),
    se('t2_tra', 3500, 105, 4),
  ]),
  mr('MR-KNEE', 'Knee', '膝关节', 'KNEE', 17, [
    se('pd_fs_sag', 3000, 38, 3.3),
    se('pd_fs_cor', 3000, 38, 3.3),
    se('pd_fs_tra', 3000, 38, 3.3),
    se('t1_sag', 600, 12, 3.3),
  ]),
  mr(
    'MR-SHOULDER',
    'Shoulder',
    '肩关节',
    'SHOULDER',
    19,
    [
      { step: 'pd_cor', required: true, parameters: { RepetitionTime: range(2150, 2900), EchoTime: range(30, 40) } },
      { step: 't2_fs_cor', required: true, parameters: { RepetitionTime: range(2200, 3000), EchoTime: range(40, 50) } },
      { step: 't1_sag', required: true, parameters: { RepetitionTime: range(340, 740), EchoTime: range(9, 12) } },
      { step: 't2_fs_sag', required: true, parameters: { RepetitionTime: range(2900, 5900), EchoTime: range(40, 50) } },
      { step: 't2_fs_tra', required: true, parameters: { RepetitionTime: range(2900, 4300), EchoTime: range(38, 45) } },
    ].map((s) => ({ ...s, parameters: { ...s.parameters, SliceThickness: range(3, 3.5) } })),
  ),
  mr('MR-LIVER-CONTRAST', 'Liver, contrast', '肝脏增强', 'LIVER', 28, [
    gre('t1_inout_tra', 140, 4.6, 70, 5, { FlipAngle: near(70) }),
    se('t2_fs_tra', 3800, 85, 5.5),
    dwi('dwi_tra', 5.5, 0, 50, 800),
    gre('vibe_pre', 4, 1.5, 11, 3),
    gre('vibe_art', 4, 1.5, 11, 3),
    gre('vibe_pv', 4, 1.5, 11, 3),
    gre('vibe_delay', 4, 1.5, 11, 3),
  ]),
  mr('MR-PROSTATE', 'Prostate, contrast', '前列腺增强', 'PROSTATE', 26, [
    se('t2_tra', 4000, 100, 3),
    se('t2_sag', 4000, 100, 3),
    se('t2_cor', 4000, 100, 3),
    dwi('dwi_tra', 3, 0, 800, 1400),
    se('t1_tra', 600, 10, 3),
    gre('dce_tra', 4, 1.6, 12, 3),
  ]),
  mr('MR-BREAST', 'Breast, contrast', '乳腺增强', 'BREAST', 24, [
    se('t2_fs_tra', 4500, 80, 3),
    dwi('dwi_tra', 4, 0, 800),
    gre('t1_dyn_tra', 5, 2.2, 11, 1.1, { SliceThickness: within(1.1, 0.2) }),
  ]),
  mr('MR-MRCP', 'Cholangiopancreatography', '胰胆管成像', 'BILEDUCT', 19, [
    se('t2_tra', 3500, 85, 5.5),
    { step: 'mrcp_slab', required: true, parameters: { EchoTime: range(700, 900) } },
    { step: 'mrcp_3d', required: true, parameters: { SliceThickness: range(1, 1.5), EchoTime: { min: 550 } } },
  ]),
]
