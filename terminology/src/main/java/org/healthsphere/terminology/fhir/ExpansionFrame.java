package org.healthsphere.terminology.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.index.JsonBytes;

/** What stands before the codes of an expansion: the same for each of its pages, but for time and page. Nothing in it changes. */
final class ExpansionFrame {
    private static final byte[] TOTAL = "\",\"total\":".getBytes(UTF_8);
    private static final byte[] OFFSET = ",\"offset\":".getBytes(UTF_8);
    private static final byte[] PARAMETERS = ",\"parameter\":[".getBytes(UTF_8);
    private static final byte[] OFFSET_ECHO = "{\"name\":\"offset\",\"valueInteger\":".getBytes(UTF_8);
    private static final byte[] COUNT_ECHO = "{\"name\":\"count\",\"valueInteger\":".getBytes(UTF_8);
    private static final byte[] END_OF_ECHO = "},".getBytes(UTF_8);

    private final byte[] opening;
    private final byte[] total;
    private final byte[] asked;
    private final byte[] used;
    private volatile Moment moment = new Moment(Long.MIN_VALUE, new byte[0]);

    /** A second as it is written. */
    private record Moment(long second, byte[] text) {}

    /**
     * The frame of all pages of an expansion.
     *
     * @param definition the value set as JSON, up to its expansion
     * @param text that was searched for; empty when nothing was
     */
    ExpansionFrame(byte[] definition, ExpansionHead head, Collected used, Whole whole, String text) {
        var identifier = ExpansionHead.identifier(whole.digest());
        this.opening = new JsonBytes(definition.length + 128)
                .raw(definition)
                .raw(("{\"identifier\":\"" + identifier + "\",\"timestamp\":\"").getBytes(UTF_8))
                .taken()
                .array();
        this.total = new JsonBytes(32).raw(TOTAL).number(whole.total()).taken().array();
        var before = JsonNodeFactory.instance.arrayNode();
        head.asked(text, whole.similar(), before);
        this.asked = elements(before);
        var after = JsonNodeFactory.instance.arrayNode();
        head.used(used, after);
        this.used = elements(after);
    }

    /**
     * All codes of an expansion.
     *
     * @param similar whether they are only spelled like what was looked for
     */
    record Whole(int total, Sha256 digest, boolean similar) {}

    /** The value set up to its expansion, as JSON. */
    static byte[] definition(ExpansionHead head) {
        var whole = head.definition().toString();
        return (whole.substring(0, whole.length() - 1) + ",\"expansion\":").getBytes(UTF_8);
    }

    private static byte[] elements(ArrayNode list) {
        var all = new StringBuilder();
        list.forEach(element -> all.append(element).append(','));
        return all.toString().getBytes(UTF_8);
    }

    /** Writes everything up to the codes; the value set and its expansion are left open. */
    void open(Wanted wanted, JsonBytes into) {
        into.raw(opening).raw(timestamp(wanted)).raw(total);
        var offset = wanted.page().offset();
        if (offset.isPresent()) {
            into.raw(OFFSET).number(offset.getAsInt());
        }
        into.raw(PARAMETERS).raw(asked);
        echo(OFFSET_ECHO, offset, into);
        echo(COUNT_ECHO, wanted.page().count(), into);
        into.raw(used).endOfList();
    }

    private static void echo(byte[] name, OptionalInt value, JsonBytes into) {
        if (value.isPresent()) {
            into.raw(name).number(value.getAsInt()).raw(END_OF_ECHO);
        }
    }

    /** Many pages are given in one second. */
    private byte[] timestamp(Wanted wanted) {
        var known = moment;
        if (known.second() == wanted.now().getEpochSecond()) {
            return known.text();
        }
        var text = wanted.now().truncatedTo(ChronoUnit.SECONDS).toString().getBytes(UTF_8);
        moment = new Moment(wanted.now().getEpochSecond(), text);
        return text;
    }
}
