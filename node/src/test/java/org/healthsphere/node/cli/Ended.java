package org.healthsphere.node.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/** What came of a command that ran in this process. */
record Ended(int code, String out, String err) {
    static Ended of(Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var code = Hie.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }
}
