package org.healthsphere.consent.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MerkleLogTest {
    private static Bytes leaf(long number) {
        return Bytes.utf8("leaf " + number);
    }

    private static MerkleLog of(int size) {
        var log = new MerkleLog();
        for (var i = 0; i < size; i++) {
            log.append(leaf(i));
        }
        return log;
    }

    /** The definition of RFC 9162, section 2.1.1, word for word. */
    private static Sha256 naive(int from, int to) {
        if (from == to) {
            return Sha256.of(new byte[0]);
        }
        if (to - from == 1) {
            return Sha256.of(new byte[] {0}, leaf(from).array());
        }
        var half = 1;
        while (half * 2 < to - from) {
            half *= 2;
        }
        return Sha256.of(
                new byte[] {1},
                naive(from, from + half).bytes(),
                naive(from + half, to).bytes());
    }

    /** Test vectors of the Certificate Transparency project: eight leaves. */
    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void the_roots_are_those_of_the_published_vectors(int size, String root) {
        var log = new MerkleLog();
        for (var input : List.of(
                        "",
                        "00",
                        "10",
                        "2021",
                        "3031",
                        "40414243",
                        "5051525354555657",
                        "606162636465666768696a6b6c6d6e6f")
                .subList(0, size)) {
            log.append(Bytes.of(java.util.HexFormat.of().parseHex(input)));
        }
        assertThat(log.root()).isEqualTo(new Sha256(root));
    }

    @Test
    void it_has_the_root_of_the_definition_at_every_size_that_it_ever_had() {
        var log = of(70);
        for (var size = 0; size <= 70; size++) {
            assertThat(log.root(size)).as("size %d", size).isEqualTo(naive(0, size));
        }
    }

    @Test
    void every_leaf_is_proved_at_every_size_and_nowhere_else() {
        var log = of(40);
        for (var size = 1; size <= 40; size++) {
            for (var index = 0; index < size; index++) {
                var proof = log.inclusion(index, size);
                assertThat(proof.holds(leaf(index), log.root(size)))
                        .as("%d of %d", index, size)
                        .isTrue();
                assertThat(proof.holds(leaf(index + 1L), log.root(size))).isFalse();
                assertThat(proof.holds(leaf(index), log.root(size - 1L))).isFalse();
                var moved = new InclusionProof((index + 1L) % size, size, proof.path());
                assertThat(moved.holds(leaf(index), log.root(size))).isEqualTo(size == 1);
            }
        }
    }

    @Test
    void every_size_is_proved_to_go_on_from_every_earlier_one() {
        var log = of(40);
        for (var to = 0; to <= 40; to++) {
            for (var from = 0; from <= to; from++) {
                var proof = log.consistency(from, to);
                assertThat(proof.holds(log.root(from), log.root(to)))
                        .as("%d to %d", from, to)
                        .isTrue();
                assertThat(proof.holds(Sha256.of("other"), log.root(to))).isFalse();
                if (from > 0) {
                    assertThat(proof.holds(log.root(from), Sha256.of("other"))).isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void a_log_with_one_leaf_changed_goes_on_from_no_log_that_had_it(int seed) {
        var random = new Random(seed);
        var log = of(50);
        var changed = random.nextInt(20);
        var other = new MerkleLog();
        for (var i = 0; i < 50; i++) {
            other.append(i == changed ? Bytes.utf8("changed") : leaf(i));
        }
        assertThat(other.consistency(20, 50).holds(log.root(20), other.root(50)))
                .isFalse();
        assertThat(log.consistency(20, 50).holds(log.root(20), other.root(50))).isFalse();
    }

    @Test
    void a_changed_longer_or_shorter_path_proves_nothing() {
        var log = of(29);
        var proof = log.inclusion(11, 29);
        for (var i = 0; i < proof.path().size(); i++) {
            List<Sha256> path = new ArrayList<>(proof.path());
            path.set(i, Sha256.of("other"));
            assertThat(new InclusionProof(11, 29, path).holds(leaf(11), log.root()))
                    .isFalse();
            path = new ArrayList<>(proof.path());
            path.remove(i);
            assertThat(new InclusionProof(11, 29, path).holds(leaf(11), log.root()))
                    .isFalse();
            path = new ArrayList<>(proof.path());
            path.add(i, Sha256.of("other"));
            assertThat(new InclusionProof(11, 29, path).holds(leaf(11), log.root()))
                    .isFalse();
        }
    }

    @Test
    void a_path_has_one_hash_for_each_doubling() {
        assertThat(of(4_096).inclusion(77, 4_096).path()).hasSize(12);
    }

    @Test
    void what_it_never_had_it_does_not_prove() {
        var log = of(3);
        assertThatIllegalArgumentException().isThrownBy(() -> log.inclusion(3, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> log.root(4));
        assertThatIllegalArgumentException().isThrownBy(() -> log.consistency(2, 4));
    }
}
