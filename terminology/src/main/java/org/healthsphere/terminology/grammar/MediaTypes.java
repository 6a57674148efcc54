package org.healthsphere.terminology.grammar;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.CodeSystem.Value;

/** Media types by RFC 6838, section 4.2, with parameters by RFC 2045: {@code urn:ietf:bcp:13}. */
final class MediaTypes implements Grammar {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}";
    private static final String TOKEN = "[!#$%&'*+.^_`|~A-Za-z0-9-]{1,127}";
    private static final Pattern TYPE = Pattern.compile("(" + NAME + ")/(" + NAME + ")");
    private static final Pattern PARAMETER =
            Pattern.compile(TOKEN + "=(?:" + TOKEN + "|\"[\\x20\\x21\\x23-\\x5B\\x5D-\\x7E]{0,127}\")");
    private static final int LONGEST = 512;

    @Override
    public Canonical id() {
        return new Canonical("urn:ietf:bcp:13", "");
    }

    @Override
    public String title() {
        return "Media types";
    }

    @Override
    public String valueSet() {
        return "http://hl7.org/fhir/ValueSet/mimetypes";
    }

    @Override
    public List<Property> properties() {
        return List.of(new Property("type", "", "string"), new Property("subtype", "", "string"));
    }

    @Override
    public Optional<Meaning> read(String code) {
        if (code.length() > LONGEST) {
            return Optional.empty();
        }
        var parts = code.split(";", -1);
        var type = TYPE.matcher(parts[0].strip());
        if (!type.matches()) {
            return Optional.empty();
        }
        for (var i = 1; i < parts.length; i++) {
            if (!PARAMETER.matcher(parts[i].strip()).matches()) {
                return Optional.empty();
            }
        }
        var values = List.of(
                new Value("type", type.group(1).toLowerCase(Locale.ROOT)),
                new Value("subtype", type.group(2).toLowerCase(Locale.ROOT)));
        return Optional.of(new Meaning(code, code, false, List.of(), values));
    }
}
