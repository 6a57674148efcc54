package org.healthsphere.consent;

import java.time.Instant;
import org.healthsphere.specs.Sha256;

/**
 * The newest block.
 *
 * @param height its number
 * @param hash of its header
 * @param vouched when a party other than the reader stated that this is the head
 */
public record LedgerHead(long height, Sha256 hash, Instant vouched) {}
