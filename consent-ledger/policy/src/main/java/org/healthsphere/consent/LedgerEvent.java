package org.healthsphere.consent;

import java.time.Instant;

/**
 * A directive that is on the ledger.
 *
 * @param height the number of its block; several events may share one
 * @param index its place in the block
 * @param transaction the id of its transaction
 * @param time when its transaction was made, as its maker says: evidence, not legal time
 * @param directive what was said. The sealed terms of a grant or an amendment are there only for its custodian; for all others they are
 *     empty
 */
public record LedgerEvent(long height, int index, String transaction, Instant time, Directive directive) {}
