package io.reeldrop.job;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown for input that a person has to mend; carries every fault found, not only the first. Nothing has been paid. */
public class Rejected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public Rejected(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public Rejected(Problem problem) {
        this(List.of(problem));
    }

    public List<Problem> problems() {
        return problems;
    }
}
