package org.healthsphere.node.portal;

import java.util.Arrays;
import java.util.Optional;
import org.healthsphere.node.ingest.SensitivityLabels;
import org.healthsphere.node.web.view.Sensitivity;
import org.healthsphere.specs.Coding;

/** What a patient may keep back, in the security labels of HL7's v3-ActCode that resources bear. */
final class SensitivityCodes {
    private SensitivityCodes() {}

    static Coding of(Sensitivity sensitivity) {
        return new Coding(
                SensitivityLabels.SYSTEM,
                switch (sensitivity) {
                    case MENTAL_HEALTH -> "PSY";
                    case SUBSTANCE_USE -> "SUD";
                    case SEXUAL_HEALTH -> "SEX";
                    case HIV -> "HIV";
                    case GENETICS -> "GDIS";
                    case VIOLENCE -> "SDV";
                });
    }

    static Optional<Sensitivity> of(String code) {
        return Arrays.stream(Sensitivity.values())
                .filter(sensitivity -> of(sensitivity).code().equals(code))
                .findFirst();
    }
}
