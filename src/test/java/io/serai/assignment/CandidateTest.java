package io.serai.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

class CandidateTest {

    private static final Candidate BUSY = new Candidate("busy", Set.of("general"), 4, 3);
    private static final Candidate FREE = new Candidate("free", Set.of("general"), 4, 1);
    private static final Candidate LARGE = new Candidate("large", Set.of("general"), 10, 2);
    private static final Candidate FULL = new Candidate("full", Set.of("general", "returns"), 2, 2);
    private static final Candidate RETURNS = new Candidate("returns", Set.of("returns"), 4, 3);

    @Test
    void theLeastBusyInProportionToTheirCapacityIsChosen() {
        assertThat(chosen(null, null, BUSY, FREE, LARGE)).isEqualTo("large");
        assertThat(chosen(null, null, BUSY, FREE)).isEqualTo("free");
    }

    @Test
    void theLastAgentIsPreferredHoweverBusyWhileThereIsRoom() {
        assertThat(chosen(null, "busy", BUSY, FREE, LARGE)).isEqualTo("busy");
        assertThat(chosen(null, "full", BUSY, FREE, FULL)).isEqualTo("free");
    }

    @Test
    void onlyWhoHasTheSkillIsChosen() {
        assertThat(chosen("returns", "busy", BUSY, FREE, FULL, RETURNS)).isEqualTo("returns");
        assertThat(chosen("loans", null, BUSY, FREE, RETURNS)).isNull();
    }

    @Test
    void whoPassedOnItJustNowIsNotChosen() {
        assertThat(
                        Candidate.choose(List.of(BUSY, FREE), null, "free", Set.of("free"))
                                .map(Candidate::login))
                .contains("busy");
        assertThat(Candidate.choose(List.of(FREE), null, null, Set.of("free"))).isEmpty();
    }

    @Test
    void ofTwoAlikeItIsAlwaysTheSameOne() {
        Candidate a = new Candidate("a", Set.of(), 4, 1);
        Candidate b = new Candidate("b", Set.of(), 4, 1);

        assertThat(chosen(null, null, a, b)).isEqualTo("a");
        assertThat(chosen(null, null, b, a)).isEqualTo("a");
    }

    private static @Nullable String chosen(
            @Nullable String skill, @Nullable String last, Candidate... present) {
        return Candidate.choose(List.of(present), skill, last, Set.of())
                .map(Candidate::login)
                .orElse(null);
    }
}
