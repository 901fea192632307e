package io.anteroom.bench.beside;

/**
 * The figures of a service.
 *
 * @param readySeconds from the start of its process until it answered
 * @param early in the window that ends 10 s later
 * @param late in the last window
 * @param endToKnownP50 milliseconds from an end until the client was told, after the tenth second
 * @param polls upstream calls that poll, for 10,000 tasks
 * @param refused responses of the upstream with 429
 * @param failures requests that were not accepted
 */
record FlowFigures(
    String name,
    double readySeconds,
    Rates early,
    Rates late,
    double endToKnownP50,
    double endToKnownP99,
    double polls,
    int refused,
    int failures) {

  /**
   * Of a window.
   *
   * @param tasks ends a second that became known
   * @param own milliseconds of the service's CPU for a task
   * @param stores milliseconds of the CPU of PostgreSQL and Redis for a task
   */
  record Rates(double tasks, double own, double stores) {}

  static String header(long seconds) {
    return "%-24s %7s %17s %17s %17s %17s %9s %6s %8s%n"
            .formatted(
                "",
                "ready",
                "tasks/s",
                "own CPU ms/task",
                "stores' ms/task",
                "end→known ms",
                "polls per",
                "429s",
                "failed")
        + "%-24s %7s %17s %17s %17s %17s %9s %6s %8s"
            .formatted(
                "",
                "s",
                "10 s / " + seconds + " s",
                "10 s / " + seconds + " s",
                "10 s / " + seconds + " s",
                "p50 / p99",
                "10,000",
                "",
                "accepts");
  }

  String line() {
    return "%-24s %7.1f %9.0f / %5.0f %9.2f / %5.2f %9.2f / %5.2f %9.0f / %5.0f %9.0f %6d %8d"
        .formatted(
            name,
            readySeconds,
            early.tasks,
            late.tasks,
            early.own,
            late.own,
            early.stores,
            late.stores,
            endToKnownP50,
            endToKnownP99,
            polls,
            refused,
            failures);
  }

  static String ratioHeader(String first, long seconds) {
    return "%n%s as a multiple of each other (throughput: more is better; the rest: less is better)%n"
            .formatted(first)
        + "%-24s %12s %12s %12s %12s %12s %10s"
            .formatted(
                "",
                "tasks/s 10 s",
                "tasks/s " + seconds + " s",
                "own CPU",
                "own+stores",
                "end→known",
                "polls");
  }

  /** This service as a multiple of another. */
  String ratios(FlowFigures other) {
    return "%-24s %12.2f %12.2f %12.2f %12.2f %12.3f %10.3f"
        .formatted(
            other.name,
            early.tasks / other.early.tasks,
            late.tasks / other.late.tasks,
            late.own / other.late.own,
            (late.own + late.stores) / (other.late.own + other.late.stores),
            endToKnownP50 / other.endToKnownP50,
            polls / other.polls);
  }
}
