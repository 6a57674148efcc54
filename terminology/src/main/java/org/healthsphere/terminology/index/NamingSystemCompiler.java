package org.healthsphere.terminology.index;

import static org.healthsphere.terminology.index.Txi.Kind.NAMING_SYSTEM;

import java.util.ArrayList;
import java.util.List;
import org.healthsphere.terminology.content.NamingSystem;
import org.healthsphere.terminology.content.Origin;

/** Compiles the names of a code system: they are in the header. */
final class NamingSystemCompiler {
    private NamingSystemCompiler() {}

    static byte[] compile(NamingSystem names) {
        var header = Compiler.header(NAMING_SYSTEM, names).put("system", names.system());
        var others = header.putArray("others");
        names.others().stream().sorted().distinct().forEach(others::add);
        return new TxiWriter(header).toBytes();
    }

    /** The names in a compiled file. */
    static NamingSystem read(Txi file) {
        List<String> others = new ArrayList<>();
        file.header().path("others").forEach(other -> others.add(other.asText()));
        return new NamingSystem(
                file.id(),
                file.title(),
                new Origin("", file.source(), file.licence()),
                file.header().path("system").asText(),
                others);
    }
}
