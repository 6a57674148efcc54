/** The audit log as FHIR AuditEvents in the forms of IHE's Basic Audit Log Patterns, made when somebody asks for them. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.fhir.audit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
