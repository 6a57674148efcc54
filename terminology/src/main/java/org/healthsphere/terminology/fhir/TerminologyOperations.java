package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.index.CompiledTerminology;

/**
 * FHIR R4's terminology operations: parameters in, a resource in JSON out.
 *
 * <p>A request that cannot be understood is a fault; a code that is wrong is an answer with {@code result=false}.
 */
public final class TerminologyOperations {
    private final CodeSystemOperations codeSystems;
    private final ValueSetOperations valueSets;
    private final ConceptMapOperations conceptMaps;
    private final Capabilities capabilities;

    /**
     * The operations over what is held.
     *
     * @param software version of the software, for the capability statements
     */
    public TerminologyOperations(CompiledTerminology terminology, InstantSource clock, String software) {
        codeSystems = new CodeSystemOperations(terminology);
        valueSets = new ValueSetOperations(terminology, clock);
        conceptMaps = new ConceptMapOperations(terminology);
        capabilities = new Capabilities(terminology, clock.instant(), software);
    }

    /** The answer of an operation: Parameters, or for {@code $expand} a ValueSet. */
    public Outcome<ObjectNode> answer(Operation operation, Parameters in) {
        return in.only(operation.parameters(), operation.repeatable()).then(known -> switch (operation) {
            case LOOKUP -> codeSystems.lookup(known);
            case VALIDATE_SYSTEM_CODE -> codeSystems.validateCode(known);
            case SUBSUMES -> codeSystems.subsumes(known);
            case EXPAND -> valueSets.expand(known);
            case VALIDATE_CODE -> valueSets.validateCode(known);
            case TRANSLATE -> conceptMaps.translate(known);
        });
    }

    /** The CapabilityStatement of the terminology part. */
    public ObjectNode capabilityStatement() {
        return capabilities.statement();
    }

    /** The TerminologyCapabilities: which code systems in which versions. */
    public ObjectNode terminologyCapabilities() {
        return capabilities.terminology();
    }
}
