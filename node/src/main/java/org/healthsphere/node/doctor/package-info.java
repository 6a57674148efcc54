/** Looks over a node's machine, papers and network in plain words, each finding with its remedy; nothing is changed. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.doctor;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
