package io.anteroom.cluster.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What a replica says of itself with each tick, as it stands in its row. Replicas of another
 * version may say more or less. Times are told as milliseconds from the moment of the report, so
 * that no clock of a replica counts. Immutable.
 *
 * @param version of the software
 * @param host the name of its machine or pod, or null
 * @param upSeconds since its start
 * @param works whether it submits, polls and delivers
 * @param submits calls that are under way
 * @param polls calls that are under way
 * @param deliveries callbacks that are under way
 * @param refused the accounts whose key the upstream refuses
 * @param breakers the circuit breakers that are open
 * @param backoffs what is delayed since a submit could not be sent
 * @param waiting who waits with a request or reads a stream; those that have most of them
 * @param spool why the spool cannot be used, or null
 * @param storage what the spool is made of; null of a version that does not say it
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReplicaReport(
    String version,
    String host,
    long upSeconds,
    boolean works,
    int submits,
    int polls,
    int deliveries,
    List<Delay> refused,
    List<Breaker> breakers,
    List<Delay> backoffs,
    List<Waiting> waiting,
    String spool,
    Storage storage) {

  /** Lists that are missing are empty. */
  public ReplicaReport {
    refused = refused == null ? List.of() : List.copyOf(refused);
    breakers = breakers == null ? List.of() : List.copyOf(breakers);
    backoffs = backoffs == null ? List.of() : List.copyOf(backoffs);
    waiting = waiting == null ? List.of() : List.copyOf(waiting);
  }

  /**
   * Something that is left alone for a while.
   *
   * @param endpointClass the label of the class whose calls are; null: those of every class
   * @param againMs after how many milliseconds it is tried again
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Delay(String account, String endpointClass, long againMs) {}

  /**
   * An open circuit breaker.
   *
   * @param ofClients whether it is of the calls that clients wait for, not of the engine's
   * @param againMs after how many milliseconds it lets a call through
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Breaker(String account, String endpointClass, boolean ofClients, long againMs) {}

  /**
   * Who waits.
   *
   * @param requests how many requests of the client wait for a change of a task
   * @param streams how many event streams it reads
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Waiting(String client, int requests, int streams) {}

  /**
   * The spool.
   *
   * @param kind what it is made of
   * @param bytes how many it holds, as the replica has measured it
   * @param maxBytes how many it may hold
   * @param maxFileBytes the size of the largest file
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Storage(String kind, long bytes, long maxBytes, long maxFileBytes) {}
}
