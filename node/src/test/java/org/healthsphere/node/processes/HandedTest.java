package org.healthsphere.node.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthsphere.specs.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandedTest {
    @ParameterizedTest
    @EnumSource
    void what_is_brought_arrives(Handed.Kind kind) {
        var handed = new Handed(kind, Bytes.utf8("before"), Bytes.utf8("and after"));
        assertThat(Handed.of(handed.bytes())).isEqualTo(handed);
        var first = new Handed(kind, Bytes.NONE, Bytes.utf8("{}"));
        assertThat(Handed.of(first.bytes())).isEqualTo(first);
    }
}
