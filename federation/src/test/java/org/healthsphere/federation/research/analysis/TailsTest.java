package org.healthsphere.federation.research.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against R 4.2.2: {@code 2 * pnorm(-z)}, {@code 2 * pt(-t, df)}, {@code pchisq(x, df, lower.tail = FALSE)}. */
class TailsTest {
    private static final double PERCENT = 1e-8;

    @ParameterizedTest
    @CsvSource({
        "0.10000000000000001, 0.92034432544594202",
        "1, 0.31731050786291409",
        "1.96, 0.049995790296440856",
        "5, 5.7330314375838782e-07",
        "20, 5.5072482372124675e-89",
        "37, 1.1451142445049154e-299"
    })
    void both_tails_of_the_normal_law(double z, double p) {
        assertThat(Tails.normal(z)).isCloseTo(p, withinPercentage(PERCENT));
        assertThat(Tails.normal(-z)).isCloseTo(p, withinPercentage(PERCENT));
    }

    @ParameterizedTest
    @CsvSource({
        "0.050000000000000003, 1, 0.96819549748764722",
        "1, 1, 0.49999999999999956",
        "3, 1, 0.20483276469913345",
        "12, 1, 0.052929352119179741",
        "0.050000000000000003, 2, 0.96466673733312136",
        "1, 2, 0.42264973081037427",
        "3, 2, 0.095465966266709126",
        "12, 2, 0.0068729336771584599",
        "0.050000000000000003, 5, 0.96205829997081571",
        "1, 5, 0.36321746764912255",
        "3, 5, 0.030099247897462569",
        "12, 5, 7.0894925171615278e-05",
        "0.050000000000000003, 40, 0.96037123272112435",
        "1, 40, 0.32332181174829089",
        "3, 40, 0.004630139784156136",
        "12, 40, 7.8241713042559961e-15",
        "0.050000000000000003, 523, 0.96014147743261047",
        "1, 523, 0.31777294576519693",
        "3, 523, 0.0028284951818912454",
        "12, 523, 1.7852332644277572e-29",
        "0.050000000000000003, 100000, 0.96012248818313606",
        "1, 100000, 0.31731292756411023",
        "3, 100000, 0.0027004608840647203",
        "12, 100000, 3.7445058119563968e-33"
    })
    void both_tails_of_students_law(double t, long degreesOfFreedom, double p) {
        assertThat(Tails.student(t, degreesOfFreedom)).isCloseTo(p, withinPercentage(PERCENT));
        assertThat(Tails.student(-t, degreesOfFreedom)).isCloseTo(p, withinPercentage(PERCENT));
    }

    @ParameterizedTest
    @CsvSource({
        "0.01, 1, 0.92034432544594202",
        "1, 1, 0.31731050786291415",
        "10, 1, 0.0015654022580025519",
        "120, 1, 6.3260682636772604e-28",
        "0.01, 2, 0.99501247919268221",
        "1, 2, 0.60653065971263342",
        "10, 2, 0.006737946999085467",
        "120, 2, 8.75651076269652e-27",
        "0.01, 3, 0.99973483494134441",
        "1, 3, 0.80125195690120077",
        "10, 3, 0.018566135463043233",
        "120, 3, 7.7167903556341579e-26",
        "0.01, 10, 0.99999999999997391",
        "1, 10, 0.99982788437004411",
        "10, 10, 0.44049328506521246",
        "120, 10, 5.0600460658425747e-21",
        "0.01, 57, 1",
        "1, 57, 1",
        "10, 57, 0.99999999999958711",
        "120, 57, 2.1827929777296023e-06"
    })
    void the_upper_tail_of_the_chi_squared_law(double x, int degreesOfFreedom, double p) {
        assertThat(Tails.chiSquared(x, degreesOfFreedom)).isCloseTo(p, withinPercentage(PERCENT));
    }

    @Test
    void ends_of_the_laws() {
        assertThat(Tails.normal(0)).isEqualTo(1);
        assertThat(Tails.student(0, 7)).isEqualTo(1);
        assertThat(Tails.chiSquared(0, 3)).isEqualTo(1);
        assertThat(Tails.normal(60)).isZero();
        assertThat(Tails.student(Double.NEGATIVE_INFINITY, 7)).isZero();
        assertThat(Tails.student(Double.NaN, 7)).isNaN();
        assertThat(Tails.chiSquared(Double.NaN, 7)).isNaN();
    }
}
