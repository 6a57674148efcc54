package org.healthsphere.node.release;

import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;

/**
 * One request, as the gate judges it.
 *
 * @param correlation names the request in audit, receipt and log, on every node it touches
 */
public record Access(Requester requester, PurposeOfUse purpose, String correlation) {}
