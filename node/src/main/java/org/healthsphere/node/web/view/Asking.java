package org.healthsphere.node.web.view;

import org.healthsphere.node.access.Caller;

/**
 * One request of a signed-in person.
 *
 * @param correlation names the request in audit, receipt, log, and on the error page
 */
public record Asking(Caller caller, String correlation) {}
