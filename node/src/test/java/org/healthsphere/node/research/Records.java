package org.healthsphere.node.research;

/** FHIR resources for tests, as JSON. */
final class Records {
    static final String CONDITIONS = "https://healthsphere.org/fhir/CodeSystem/conditions";
    static final String LABORATORY = "https://healthsphere.org/fhir/CodeSystem/laboratory";

    private Records() {}

    static String patient(String born, String gender) {
        return """
                {"resourceType":"Patient","birthDate":"%s","gender":"%s"}""".formatted(born, gender);
    }

    static String condition(String code) {
        return """
                {"resourceType":"Condition","onsetDateTime":"2019-05",
                 "verificationStatus":{"coding":[{"code":"confirmed"}]},
                 "code":{"coding":[{"system":"%s","code":"%s"},{"system":"http://snomed.info/sct","code":"44054006"}]}}""".formatted(CONDITIONS, code);
    }

    static String hba1c(String value, String unit) {
        return observation("hba1c", value, unit);
    }

    static String observation(String code, String value, String unit) {
        return """
                {"resourceType":"Observation","status":"final","effectiveDateTime":"2025-03-04T09:30:00+01:00",
                 "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}]}],
                 "code":{"coding":[{"system":"%s","code":"%s"}]},
                 "valueQuantity":{"value":%s,"system":"http://unitsofmeasure.org","code":"%s"}}""".formatted(LABORATORY, code, value, unit);
    }
}
