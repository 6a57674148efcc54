package org.healthsphere.node.audit;

import java.time.Instant;
import org.healthsphere.specs.Sha256;

/**
 * What stands in a log for the entries whose time is over: the chain goes on from where it was at the last of them.
 *
 * @param origin the hash of the very first entry
 * @param head the last of those that are gone
 * @param until when that was written
 * @param bytes how many they had: places are counted from the beginning of the whole log
 */
record Shortened(Sha256 origin, AuditHead head, Instant until, long bytes) {}
