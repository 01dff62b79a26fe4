import type { Modality } from '../modality.ts'

export interface ScannerModel {
  modality: Modality
  manufacturer: string
  model: string
  fieldStrengthT: number | null
  slices: number | null
  capexCny: number
}

const m = (
  modality: Modality,
  manufacturer: string,
  model: string,
  capexCny: number,
  fieldStrengthT: number | null = null,
  slices: number | null = null,
): ScannerModel => ({ modality, manufacturer, model, fieldStrengthT, slices, capexCny })

/** Models a network like this runs; prices new, CNY, are assumptions within the usual ranges. */
export const MODELS: Record<Modality, readonly ScannerModel[]> = {
  MR: [
    m('MR', 'UIH', 'uMR 790', 12_000_000, 3),
    m('MR', 'UIH', 'uMR 580', 6_000_000, 1.5),
    m('MR', 'SIEMENS', 'MAGNETOM Aera', 7_500_000, 1.5),
    m('MR', 'GE MEDICAL SYSTEMS', 'SIGNA Architect', 14_000_000, 3),
    m('MR', 'Philips', 'Ingenia 1.5T', 7_200_000, 1.5),
  ],
  CT: [
    m('CT', 'UIH', 'uCT 530', 2_800_000, null, 40),
    m('CT', 'UIH', 'uCT 780', 5_200_000, null, 160),
    m('CT', 'GE MEDICAL SYSTEMS', 'Revolution CT', 10_500_000, null, 256),
    m('CT', 'SIEMENS', 'SOMATOM go.Top', 4_600_000, null, 128),
    m('CT', 'Philips', 'Incisive CT', 3_600_000, null, 64),
  ],
  DX: [
    m('DX', 'UIH', 'uDR 780i', 800_000),
    m('DX', 'Philips', 'DigitalDiagnost', 1_100_000),
    m('DX', 'SIEMENS', 'YSIO Max', 1_200_000),
  ],
  MG: [
    m('MG', 'UIH', 'uMammo 890i', 1_700_000),
    m('MG', 'HOLOGIC, Inc.', 'Selenia Dimensions', 2_400_000),
    m('MG', 'GE MEDICAL SYSTEMS', 'Senographe Pristina', 2_200_000),
  ],
  US: [
    m('US', 'Mindray', 'Resona R9', 1_300_000),
    m('US', 'Philips', 'EPIQ 7', 1_600_000),
    m('US', 'GE MEDICAL SYSTEMS', 'LOGIQ E10', 1_500_000),
  ],
  PT: [
    m('PT', 'UIH', 'uMI 780', 15_000_000),
    m('PT', 'SIEMENS', 'Biograph Vision', 21_000_000),
    m('PT', 'GE MEDICAL SYSTEMS', 'Discovery MI', 18_000_000),
  ],
}
