package io.anteroom.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A real PostgreSQL and a real Redis, on free ports of the loopback, with their data in a folder of
 * their own. They end with this process, however it ends: see {@link ChildProcessWatchdog}.
 */
public final class EmbeddedServers implements AutoCloseable {

  private final SandboxPostgres postgres;
  private final SandboxRedis redis;
  private final Path folder;

  private EmbeddedServers(SandboxPostgres postgres, SandboxRedis redis, Path folder) {
    this.postgres = postgres;
    this.redis = redis;
    this.folder = folder;
  }

  /** Starts both, and returns when they answer. */
  public static EmbeddedServers start() {
    return start(Map.of());
  }

  /**
   * Starts both.
   *
   * @param postgresSettings settings of the server, as in {@code postgresql.conf}
   */
  public static EmbeddedServers start(Map<String, String> postgresSettings) {
    try {
      Path folder = Files.createTempDirectory("anteroom-sandbox-");
      ChildProcessWatchdog.watch(folder);
      SandboxPostgres postgres = SandboxPostgres.start(folder, postgresSettings);
      return new EmbeddedServers(postgres, SandboxRedis.start(folder), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code DATABASE_URL} takes it. */
  public String databaseUrl() {
    return postgres.url();
  }

  /** As {@code DATABASE_USER} takes it. */
  public String databaseUser() {
    return postgres.user();
  }

  /** As {@code REDIS_URL} takes it. */
  public String redisUrl() {
    return redis.url();
  }

  /** The PostgreSQL, to make it fail. */
  public SandboxPostgres postgres() {
    return postgres;
  }

  /** The Redis, to make it fail. */
  public SandboxRedis redis() {
    return redis;
  }

  /** A folder that is deleted when this process is gone. */
  public Path folder() {
    return folder;
  }

  @Override
  public void close() {
    try {
      redis.stop();
      postgres.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
