package io.anteroom.cluster.report;

import io.anteroom.cluster.report.ReplicaReport.Breaker;
import io.anteroom.cluster.report.ReplicaReport.Delay;
import io.anteroom.cluster.report.ReplicaReport.Storage;
import io.anteroom.cluster.report.ReplicaReport.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A report that is being written. Not thread-safe. */
public final class ReportDraft {

  /** Each report is written once a second: it must not grow with the number of clients. */
  static final int MAX_WAITING = 200;

  private final List<Delay> refused = new ArrayList<>();
  private final List<Breaker> breakers = new ArrayList<>();
  private final List<Delay> backoffs = new ArrayList<>();
  private final Map<String, Waiting> waiting = new TreeMap<>();
  private int submits;
  private int polls;
  private int deliveries;
  private String spool;
  private Storage storage;

  public void submits(int underWay) {
    submits += underWay;
  }

  public void polls(int underWay) {
    polls += underWay;
  }

  public void deliveries(int underWay) {
    deliveries += underWay;
  }

  /** The upstream refuses the key of this account, and is asked again after this time. */
  public void refused(String account, Duration again) {
    refused.add(new Delay(account, null, again.toMillis()));
  }

  /** A circuit breaker is open, and lets a call through after this time. */
  public void breaker(String account, String endpointClass, boolean ofClients, Duration again) {
    breakers.add(new Breaker(account, endpointClass, ofClients, again.toMillis()));
  }

  /** No submit of this class leaves before this time, since one could not be sent. */
  public void backoff(String account, String endpointClass, Duration again) {
    backoffs.add(new Delay(account, endpointClass, again.toMillis()));
  }

  /** So many requests of a client wait, and so many event streams. */
  public void waiting(String client, int requests, int streams) {
    waiting.merge(
        client,
        new Waiting(client, requests, streams),
        (a, b) -> new Waiting(client, a.requests() + b.requests(), a.streams() + b.streams()));
  }

  /** The spool cannot be used, for this reason. */
  public void spoolTrouble(String why) {
    spool = why;
  }

  /**
   * What the spool is made of, and how full it is as this replica has measured it, in bytes.
   *
   * @param maxFile the size of the largest file
   */
  public void storage(String kind, long used, long max, long maxFile) {
    storage = new Storage(kind, used, max, maxFile);
  }

  ReplicaReport report(String version, String host, Duration up, boolean works) {
    List<Waiting> most =
        waiting.values().stream()
            .sorted(Comparator.comparingInt((Waiting w) -> -w.requests() - w.streams()))
            .limit(MAX_WAITING)
            .toList();
    return new ReplicaReport(
        version,
        host,
        up.toSeconds(),
        works,
        submits,
        polls,
        deliveries,
        refused,
        breakers,
        backoffs,
        most,
        spool,
        storage);
  }
}
