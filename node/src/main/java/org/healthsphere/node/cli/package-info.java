/** The command line. The only package that reads the machine's clock, prints, and ends the process. */
@NullMarked
@CheckReturnValue
package org.healthsphere.node.cli;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
