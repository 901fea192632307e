package io.anteroom.poll;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Prints how polling by completion curves compares with rules that learn nothing, over several
 * loads in simulated time. Arguments: {@code list} or {@code one}, the number of seeds, and part of
 * the names of the loads that are wanted.
 */
public final class PollingAblation {

  private static final double MINUTES = 30;
  private static final int REPLICAS = Integer.getInteger("replicas", 1);

  /** Makes a rule for a load. */
  private interface Maker {
    PollRule of(SimulatedLoad load, Random random);
  }

  private PollingAblation() {}

  public static void main(String[] args) {
    boolean byList = args[0].equals("list");
    int seeds = Integer.parseInt(args[1]);
    String wanted = args.length > 2 ? args[2] : "";
    String rule = args.length > 3 ? args[3] : "";
    System.out.printf(
        "%-44s %7s %7s %7s %7s %6s %6s %5s%n",
        byList ? "by list" : "one by one",
        "mean s",
        "ratio",
        "p95 s",
        "short s",
        "calls",
        "ends",
        "most");
    for (SimulatedLoad load : byList ? byList() : oneByOne()) {
      if (load.name().contains(wanted)) {
        System.out.printf("%s: %.0f running%n", load.name(), load.running());
        compare(load, byList, seeds, rule);
      }
    }
  }

  private static List<SimulatedLoad> byList() {
    List<SimulatedLoad> loads = new ArrayList<>();
    loads.add(new SimulatedLoad("mixed, 40 a minute", SimulatedLoad.mixed("a", 40, 1), false));
    loads.add(new SimulatedLoad("mixed, 400 a minute", SimulatedLoad.mixed("a", 400, 1), false));
    for (int running : new int[] {1000, 5000}) {
      double stretch = running / 124.0;
      loads.add(
          new SimulatedLoad(
              "400 a minute, stretched to " + running,
              SimulatedLoad.mixed("a", 400, stretch),
              false));
      loads.add(
          new SimulatedLoad(
              "mixed beside " + running + " of an hour",
              SimulatedLoad.beside(
                  SimulatedLoad.mixed("a", 40, 1), SimulatedLoad.hours("a", running)),
              false));
    }
    loads.add(fairness());
    List<SimulatedLoad> all = new ArrayList<>();
    loads.forEach(
        load -> {
          all.add(load);
          all.add(load.asOneWorkload());
        });
    return all;
  }

  private static List<SimulatedLoad> oneByOne() {
    SimulatedLoad mixed =
        new SimulatedLoad("mixed, 40 a minute", SimulatedLoad.mixed("a", 40, 1), false);
    SimulatedLoad light =
        new SimulatedLoad("mixed, 20 a minute", SimulatedLoad.mixed("a", 20, 1), false);
    SimulatedLoad beside =
        new SimulatedLoad(
            "mixed, 20 a minute, beside 300 of an hour",
            SimulatedLoad.beside(SimulatedLoad.mixed("a", 20, 1), SimulatedLoad.hours("a", 300)),
            false);
    return List.of(
        mixed,
        mixed.asOneWorkload(),
        light,
        light.asOneWorkload(),
        beside,
        beside.asOneWorkload(),
        fairness(),
        fairness().asOneWorkload());
  }

  private static SimulatedLoad fairness() {
    return new SimulatedLoad(
        "client b with 10 short a minute beside 600 long of client a",
        List.of(new SimulatedLoad.Kind("b", 10, 2), SimulatedLoad.hours("a", 600)),
        false);
  }

  private static Map<String, Maker> rules(boolean byList) {
    Map<String, Maker> rules = new LinkedHashMap<>();
    rules.put(
        "service", (load, random) -> new CurvePollRule(byList, new LearnedCurves(load, random)));
    rules.put("curves, even pace", byCurves(byList, byList ? 0 : 1));
    rules.put("plain, even pace", byAge(byList, 1, 0));
    rules.put("plain, permits spent at once", byAge(byList, 0, 0));
    rules.put("by root of age, even pace", byAge(byList, 1, 0.5));
    rules.put(
        "one number a workload, even pace",
        byList ? byTypicalTime(true, 0.5, 0.33) : byTypicalTime(false, 0.67, 0.67));
    return rules;
  }

  private static Maker byAge(boolean byList, double pace, double power) {
    return (load, random) -> new PacedPollRule(byList, pace, PollOrder.byAge(power));
  }

  private static Maker byCurves(boolean byList, double power) {
    return (load, random) ->
        new PacedPollRule(byList, 1, PollOrder.byCurves(new LearnedCurves(load, random), power));
  }

  private static Maker byTypicalTime(boolean byList, double power, double youngest) {
    return (load, random) ->
        new PacedPollRule(byList, 1, new TypicalTimeOrder(power, youngest, load, random));
  }

  private static void compare(SimulatedLoad load, boolean byList, int seeds, String wanted) {
    double curves = 0;
    Predicate<SimulatedTask> isShort = task -> task.endsAt - task.submittedAt < 60;
    for (Map.Entry<String, Maker> rule : rules(byList).entrySet()) {
      if (!rule.getKey().contains(wanted)) {
        continue;
      }
      double mean = 0;
      double p95 = 0;
      double ofShort = 0;
      double calls = 0;
      int ends = 0;
      int most = 0;
      for (int seed = 1; seed <= seeds; seed++) {
        List<SimulatedTask> tasks = load.tasks(new Random(seed), (MINUTES + 4) * 60);
        Random other = new Random(1000 + seed);
        List<PollRule> replicas =
            Stream.generate(() -> rule.getValue().of(load, other)).limit(REPLICAS).toList();
        PollingResult result = new PollingSimulation(replicas).run(tasks, MINUTES);
        mean += result.mean() / seeds;
        p95 += result.p95() / seeds;
        ofShort += result.mean(isShort) / seeds;
        calls += result.callsPerEnd() / seeds;
        ends += result.ends() / seeds;
        most = Math.max(most, result.mostInAWindow);
      }
      curves = rule.getKey().equals("service") ? mean : curves;
      System.out.printf(
          "  %-42s %7.2f %7.2f %7.2f %7.2f %6.2f %6d %5d%n",
          rule.getKey(), mean, mean / curves, p95, ofShort, calls, ends, most);
    }
  }
}
