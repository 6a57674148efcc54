package org.healthsphere.node.web.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Fills templates, which were compiled with the node. */
final class Renderer {
    private static final String TEMPLATES = "org.healthsphere.node.web.templates";

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Renderer.class.getClassLoader(), TEMPLATES);

    byte[] render(String template, Frame frame, Object model) {
        var out = new StringOutput();
        engine.render(template + ".jte", Map.of("frame", frame, "model", model), out);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
