/**
 * Units of the attributes that protocols rule, by DICOM keyword; what is not here has none, or none that a figure needs.
 * @source DICOM PS3.3 (MR Image, CT Image, X-Ray Acquisition Dose modules), PS3.16 for dose
 */
const UNITS: Record<string, string> = {
  RepetitionTime: 'ms',
  EchoTime: 'ms',
  InversionTime: 'ms',
  FlipAngle: '°',
  MagneticFieldStrength: 'T',
  DiffusionBValue: 's/mm²',
  PixelBandwidth: 'Hz/px',
  SliceThickness: 'mm',
  SpacingBetweenSlices: 'mm',
  PixelSpacing: 'mm',
  ReconstructionDiameter: 'mm',
  DataCollectionDiameter: 'mm',
  SingleCollimationWidth: 'mm',
  TotalCollimationWidth: 'mm',
  DistanceSourceToDetector: 'mm',
  BodyPartThickness: 'mm',
  KVP: 'kV',
  XRayTubeCurrent: 'mA',
  Exposure: 'mAs',
  ExposureTime: 'ms',
  CompressionForce: 'N',
  ContrastBolusVolume: 'mL',
  ContrastFlowRate: 'mL/s',
  RadionuclideTotalDose: 'Bq',
  ActualFrameDuration: 'ms',
  TransducerFrequency: 'Hz',
  CTDIvol: 'mGy',
  DLP: 'mGy·cm',
}

/** Null for what has no unit, and for a deviation of no parameter. */
export const parameterUnit = (parameter: string | null): string | null => (parameter && UNITS[parameter]) || null

/** The same as a column of a statement. */
export const unitColumn = (parameter: string) =>
  `CASE ${parameter} ${Object.entries(UNITS)
    .map(([keyword, unit]) => `WHEN '${keyword}' THEN '${unit}'`)
    .join(' ')} END`
