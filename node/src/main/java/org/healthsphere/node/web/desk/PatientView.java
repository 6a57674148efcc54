package org.healthsphere.node.web.desk;

import java.time.Instant;
import java.util.Optional;
import org.healthsphere.node.web.view.MergedView;

/**
 * One patient, one record.
 *
 * @param emergencyUntil how long the glass stays broken, if it is
 */
public record PatientView(String handle, MergedView record, Optional<Instant> emergencyUntil) {}
