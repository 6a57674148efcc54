package org.healthsphere.node.fhir;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.healthsphere.federation.exchange.LinkedPatients;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.linkage.LinkageIndex;
import org.healthsphere.federation.linkage.LinkageSecret;
import org.healthsphere.federation.linkage.Location;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.federation.linkage.Resemblance;
import org.healthsphere.federation.linkage.Tokenizer;
import org.healthsphere.node.network.PatientRegister;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;

/** The patients of a store, as a match looks for them. */
public final class SamplePatients implements Matching.Register {
    public static final Tokenizer TOKENIZER =
            new Tokenizer(new LinkageSecret(Bytes.of(new byte[32])));

    private final PatientRegister register;

    public SamplePatients(ResourceStore store) {
        var index = new LinkageIndex(TOKENIZER);
        this.register = new PatientRegister(store, index, new LinkedPatients(index, _ -> {}));
    }

    @Override
    public Set<String> alike(PatientTokens tokens) {
        return register.alike(tokens);
    }

    @Override
    public Location locate(PatientTokens tokens, Predicate<String> counts) {
        return register.locate(tokens, counts);
    }

    @Override
    public List<Resemblance> resembling(Demographics wanted, Predicate<String> counts) {
        return register.resembling(wanted, counts);
    }

    @Override
    public int size() {
        return register.size();
    }

    /** A Patient with whole demographics. */
    public static String patient(String given, String family, String birth, String street) {
        return """
                {"resourceType":"Patient","birthDate":"%s","gender":"female",
                 "name":[{"family":"%s","given":["%s"]}],
                 "address":[{"line":["%s"],"city":"Sampletown","postalCode":"00001"}],
                 "telecom":[{"system":"phone","value":"555-0100"}]}""".formatted(birth, family, given, street);
    }
}
