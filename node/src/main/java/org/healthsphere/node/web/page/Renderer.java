package org.healthsphere.node.web.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;
import org.healthsphere.specs.Bytes;

/** Fills templates, which were compiled with the node. */
final class Renderer {
    private static final String TEMPLATES = "org.healthsphere.node.web.templates";

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Renderer.class.getClassLoader(), TEMPLATES);

    Bytes render(String template, Frame frame, Object model) {
        var out = new StringOutput();
        engine.render(template + ".jte", Map.of("frame", frame, "model", model), out);
        return Bytes.utf8(out.toString());
    }
}
