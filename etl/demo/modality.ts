/** Modalities of the demo's scanners, as the landing contract writes them. */
export type Modality = 'MR' | 'CT' | 'DX' | 'MG' | 'US' | 'PT'
