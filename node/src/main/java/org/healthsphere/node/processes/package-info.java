/**
 * The processes of a hospital that has several: each asks who leads, and sees all that was acknowledged before it answers; what one process
 * keeps in files lies in the store, where whichever leads has it.
 */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.processes;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
