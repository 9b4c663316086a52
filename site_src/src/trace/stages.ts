import { checkSchema } from './file';
import { LEVEL_HASHES } from '../generated/schema';

/** `training/index.json`: how a model was trained, and which checkpoints were kept on the way. */
export interface TrainingIndex {
  readonly schema_hash: string;
  readonly tokens_per_step: number;
  readonly checkpoints: readonly {
    readonly step: number;
    /** Nats per token on text that training never read. */
    readonly validation_loss: number;
  }[];
  /** Rows of step, loss and validation loss; the last is null where it was not measured. */
  readonly curve: { readonly rows: readonly (readonly [number, number, number | null])[] };
}

/** @throws Error naming both schemas if it was written with other brief traces */
export function readTrainingIndex(bytes: Uint8Array, name: string): TrainingIndex {
  const index = JSON.parse(new TextDecoder().decode(bytes)) as TrainingIndex;
  checkSchema(index.schema_hash, name, LEVEL_HASHES.brief);
  return index;
}
