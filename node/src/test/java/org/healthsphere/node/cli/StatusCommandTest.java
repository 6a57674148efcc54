package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class StatusCommandTest {
    private static String words(String health) throws Exception {
        return StatusCommand.words(new ObjectMapper().readTree(health));
    }

    @Test
    void a_node_of_one_process_is_up_or_says_what_is_wrong() throws Exception {
        assertThat(words("{\"status\":\"up\"}")).isEqualTo("up");
        assertThat(words("{\"status\":\"degraded\",\"problem\":\"the list ran out\"}"))
                .isEqualTo("degraded: the list ran out");
    }

    @Test
    void who_leads_knows_how_far_the_others_are() throws Exception {
        assertThat(words("""
                {"status":"up","cluster":{"process":2,"leads":true,"head":2,"settled":40,"behind":0,"others":[
                  {"process":1,"present":true,"lost":false,"behind":0},
                  {"process":3,"present":false,"lost":false,"behind":7}]}}
                """)).isEqualTo("""
                up
                process 2 leads; 40 commits settled, 0 of them not seen here yet
                process 1 is there, and lacks 0 commits
                process 3 is away, and lacks 7 commits""");
    }

    @Test
    void a_copy_says_who_leads_if_anybody_does() throws Exception {
        assertThat(words("""
                {"status":"up","cluster":{"process":1,"leads":false,"head":2,"settled":40,"behind":3,"others":[
                  {"process":2},{"process":3}]}}
                """)).isEqualTo("""
                up
                process 1 answers as a copy; process 2 leads; 40 commits settled, 3 of them not seen here yet""");
        assertThat(words("{\"status\":\"starting\",\"cluster\":{\"process\":1,\"leads\":false,\"others\":[]}}"))
                .startsWith("starting\nprocess 1 hears nobody who leads");
    }
}
