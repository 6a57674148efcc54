package org.healthsphere.node.fhir.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.healthsphere.node.fhir.structure.Element;
import org.healthsphere.node.fhir.structure.ElementTable;
import org.healthsphere.node.fhir.structure.ElementTable.Shape;
import org.healthsphere.node.store.JsonMembers;
import org.healthsphere.specs.Bytes;

/**
 * Cuts stored resources down to the part that is asked for. The bytes of what stays are put together as they are; a tag says that
 * something was left out.
 */
public final class Views {
    private static final String SUBSETTED =
            "{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ObservationValue\",\"code\":\"SUBSETTED\"}";

    private final ElementTable table;

    public Views(ElementTable table) {
        this.table = table;
    }

    /** The part of a resource, given in the bytes of the store. */
    public Bytes of(Part part, String type, Bytes json) {
        var shape = table.resource(type);
        return part instanceof Part.Whole || shape.isEmpty() ? json : new Cut(part, shape.get(), json.array()).top();
    }

    /** The {@code meta} of a resource, given in the bytes of the store. */
    public static Bytes meta(Bytes json) {
        var found = new Out(256);
        JsonMembers.of(json.array(), 0, (name, nameEnd, value, valueEnd) -> {
            if (new String(json.array(), name, nameEnd - name, UTF_8).equals("\"meta\"")) {
                found.write(json.array(), value, valueEnd - value);
            }
        });
        return Bytes.of(found.toByteArray());
    }

    private final class Cut {
        private final Part part;
        private final Shape resource;
        private final byte[] json;
        private final Out out;

        Cut(Part part, Shape resource, byte[] json) {
            this.part = part;
            this.resource = resource;
            this.json = json;
            this.out = new Out(json.length);
        }

        Bytes top() {
            out.write('{');
            JsonMembers.of(json, 0, (name, nameEnd, value, valueEnd) -> {
                var text = new String(json, name + 1, nameEnd - name - 2, UTF_8);
                if (text.equals("meta")) {
                    separate();
                    copy(name, value);
                    meta(value);
                } else if (text.equals("resourceType") || text.equals("id")) {
                    separate();
                    copy(name, valueEnd);
                } else {
                    element(text, name, value, valueEnd);
                }
            });
            out.write('}');
            return Bytes.of(out.toByteArray());
        }

        private void element(String name, int start, int value, int valueEnd) {
            var element = resource.element(name.startsWith("_") ? name.substring(1) : name);
            if (element.isEmpty() || !isKept(element.get())) {
                return;
            }
            separate();
            copy(start, value);
            if (part instanceof Part.Summary) {
                summary(block(element.get()), value, valueEnd);
            } else {
                copy(value, valueEnd);
            }
        }

        private boolean isKept(Element element) {
            return switch (part) {
                case Part.Whole _ -> true;
                case Part.Summary _ -> element.summary();
                case Part.Data _ -> !element.name().equals("text");
                case Part.Text _ -> element.name().equals("text") || isNeeded(element);
                case Part.Elements elements -> elements.has(resource.name(), plain(element)) || isNeeded(element);
            };
        }

        /** Without it the resource would be wrong, or be misread. */
        private static boolean isNeeded(Element element) {
            return element.required() || element.modifier();
        }

        /** {@code value} names every type of {@code value[x]}. */
        private static String plain(Element element) {
            return element.choice().isEmpty()
                    ? element.name()
                    : element.choice().replace("[x]", "");
        }

        /** A block of this resource says for itself which of its elements are summary; a data type is taken whole. */
        private Optional<Shape> block(Element element) {
            return element.type().indexOf('.') > 0 ? table.type(element.type()) : Optional.empty();
        }

        private void summary(Optional<Shape> block, int value, int valueEnd) {
            if (block.isEmpty()) {
                copy(value, valueEnd);
            } else if (json[value] == '[') {
                out.write('[');
                JsonMembers.elements(json, value, (start, end) -> {
                    separate();
                    summary(block, start, end);
                });
                out.write(']');
            } else {
                object(block.get(), value);
            }
        }

        private void object(Shape block, int from) {
            out.write('{');
            JsonMembers.of(json, from, (name, nameEnd, value, valueEnd) -> {
                var text = new String(json, name + 1, nameEnd - name - 2, UTF_8);
                var element = block.element(text.startsWith("_") ? text.substring(1) : text)
                        .filter(e -> e.summary() || e.required());
                if (element.isPresent()) {
                    separate();
                    copy(name, value);
                    summary(block(element.get()), value, valueEnd);
                }
            });
            out.write('}');
        }

        private void meta(int from) {
            out.write('{');
            var tagged = new boolean[1];
            JsonMembers.of(json, from, (name, nameEnd, value, valueEnd) -> {
                separate();
                if (new String(json, name, nameEnd - name, UTF_8).equals("\"tag\"")) {
                    tagged[0] = true;
                    copy(name, valueEnd - 1);
                    ascii("," + SUBSETTED + "]");
                } else {
                    copy(name, valueEnd);
                }
            });
            ascii(tagged[0] ? "}" : ",\"tag\":[" + SUBSETTED + "]}");
        }

        private void separate() {
            if (!out.isOpen()) {
                out.write(',');
            }
        }

        private void copy(int start, int end) {
            out.write(json, start, end - start);
        }

        private void ascii(String text) {
            out.writeBytes(text.getBytes(UTF_8));
        }
    }

    /** Knows whether an object or an array has just begun. */
    private static final class Out extends ByteArrayOutputStream {
        Out(int size) {
            super(size);
        }

        boolean isOpen() {
            return buf[count - 1] == '{' || buf[count - 1] == '[';
        }
    }
}
