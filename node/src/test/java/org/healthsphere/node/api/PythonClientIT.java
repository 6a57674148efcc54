package org.healthsphere.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.healthsphere.node.portal.TwoHospitals;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The notebook client of {@code tools/python} proposes, approves, runs and reads a study at two running nodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PythonClientIT {
    private static final Path CLIENT =
            Path.of("..", "tools", "python").toAbsolutePath().normalize();
    private static final String NOTEBOOK = """
            import json, sys
            from healthsphere_research import Node, Refused

            url, south, researcher, steward, steward_south, authority = sys.argv[1:7]
            node = Node(url, researcher, authority=authority)

            people = {"demo": {"sex": "female"}}
            asthma = {"has": {"type": "Condition", "code": {"is-a": "https://healthsphere.org/fhir/CodeSystem/conditions|asthma"}}}
            told = node.explain({"and": [people, asthma]})
            assert len(told["steps"]) == 2 and len(told["hash"]) == 64, told
            ours = node.import_cohort("samply", "2026-01-01", {"operand": "AND", "children": [
                {"key": "gender", "type": "EQUALS", "value": "female"}]})
            assert ours["cohort"] == people, ours
            try:
                node.import_cohort("samply", "2026-01-01", {"operand": "AND", "children": [
                    {"key": "sample_kind", "type": "EQUALS", "value": "blood"}]})
                raise AssertionError("an unknown key was taken")
            except Refused as refused:
                assert refused.status == 400 and "sample_kind" in refused.said, refused.said

            flow = node.feasibility({"and": [people, asthma]}, "notebook")
            assert len(flow) == 3 and flow[-1][0] == "all criteria", flow

            study = node.propose({
                "type": "study", "v": 1, "id": "from-a-notebook", "duo": ["DUO:0000006"],
                "asker": {"title": "From a notebook", "purpose": "HRESCH"},
                "safety": {"protection": {"noise": {"rhoMicros": 500000}},
                           "terms": {"threshold": 10, "quorum": 2, "colluders": 1}, "notAfter": "2030-01-01T00:00:00Z"},
                "cohort": people, "variables": [{"name": "sex", "sex": {}}],
                "analyses": [{"name": "by-sex", "crosstab": {"by": ["sex"]}}]})
            try:
                node.run("from-a-notebook", 0)
                raise AssertionError("it was computed before anybody approved")
            except Refused as refused:
                assert refused.status == 503, refused.said
            for url, token in ((url, steward), (south, steward_south)):
                desk = Node(url, token, authority=authority)
                assert [one["id"] for one in desk.proposals()] == ["from-a-notebook"]
                assert desk.decide(study["plan"], True)["standing"] == "approved"
            assert node.wait_for_approvals("from-a-notebook", 2, patience=60, pause=1) == ["north", "south"]
            release = node.run("from-a-notebook", 0)
            assert release.document == node.run("from-a-notebook", 0).document == node.release("from-a-notebook", 0).document
            assert sorted(release.hospitals) == ["north", "south"] and release.absent == {}
            assert node.replay("from-a-notebook", 0) == release.result
            rows = release.rows()
            assert [row["sex"] for row in rows] == ["female", "male", "missing"], rows
            assert release.csv().splitlines()[0] == "sex,patients"
            release.save("release.json")
            print(json.dumps({"rows": len(rows)}))
            """;

    private final TwoHospitals network;
    private final Path folder;

    PythonClientIT(@TempDir Path folder) throws Exception {
        this.folder = folder;
        this.network = new TwoHospitals(folder);
    }

    @AfterAll
    void close() {
        network.close();
    }

    @BeforeAll
    void somebody() throws Exception {
        network.north.put(
                "Patient/p1", "{'resourceType':'Patient','id':'p1','gender':'female','birthDate':'1961-07-09'}");
    }

    private Path authority() throws Exception {
        var certificate = network.north.running().identity().authority();
        return Files.writeString(
                folder.resolve("authority.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }

    private static boolean hasPython() {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException | InterruptedException _) {
            return false;
        }
    }

    @Test
    void a_study_is_done_from_a_notebook() throws Exception {
        assumeTrue(hasPython(), "there is no python3 here: the notebook client is not tried");
        var notebook = Files.writeString(folder.resolve("notebook.py"), NOTEBOOK);
        var builder = new ProcessBuilder(
                        "python3",
                        notebook.toString(),
                        network.north.url(),
                        network.south.url(),
                        network.north.token("researcher", Role.RESEARCHER),
                        network.north.token("steward", Role.STEWARD),
                        network.south.token("steward", Role.STEWARD),
                        authority().toString())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("PYTHONPATH", CLIENT.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said.strip()).isEqualTo("{\"rows\": 3}");
        assertThat(folder.resolve("release.json")).isNotEmptyFile();
        offered();
    }

    /** What the page of the result offers to go on with. */
    private void offered() throws Exception {
        network.north.account("researcher", Role.RESEARCHER, Optional.empty());
        var researcher = network.north.reader("researcher");
        var here = "/desk/studies/from-a-notebook/0/";
        Files.writeString(
                folder.resolve("from-a-notebook-by-sex.release.json"),
                researcher.get(here + "certificate").body());
        Files.writeString(
                folder.resolve("offered.py"), researcher.get(here + "python").body());
        var lines = said("python3", "offered.py").lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst()).startsWith("female\t");
        if (hasR()) {
            Files.writeString(
                    folder.resolve("offered.R"), researcher.get(here + "r").body());
            assertThat(said("Rscript", "offered.R"))
                    .contains("sex patients")
                    .contains("female")
                    .contains("missing");
        }
    }

    private String said(String... command) throws Exception {
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static boolean hasR() throws InterruptedException {
        try {
            return new ProcessBuilder("Rscript", "-e", "library(jsonlite)").start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }
}
