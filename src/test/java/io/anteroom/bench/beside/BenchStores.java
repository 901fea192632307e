package io.anteroom.bench.beside;

import io.anteroom.bench.ProcessCpu;
import io.anteroom.sandbox.EmbeddedServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** One PostgreSQL and one Redis for all, the former with durable commits. */
final class BenchStores implements AutoCloseable {

  private static final Map<String, String> DURABLE =
      Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

  private final EmbeddedServers servers = EmbeddedServers.start(DURABLE);
  private int databases;

  /** How Redis keeps what is written to it. */
  enum RedisFile {
    NONE,
    EVERYSEC,
    ALWAYS
  }

  /** Makes an empty database, empties Redis, and returns the database's URL, without a user. */
  String fresh(RedisFile file) throws SQLException, IOException {
    redis("FLUSHALL");
    redis("CONFIG SET appendonly " + (file == RedisFile.NONE ? "no" : "yes"));
    if (file != RedisFile.NONE) {
      redis("CONFIG SET appendfsync " + file.name().toLowerCase(java.util.Locale.ROOT));
    }
    String name = "bench_" + ++databases;
    try (Connection connection = DriverManager.getConnection(jdbcUrl(servers.databaseUrl()))) {
      connection.createStatement().execute("checkpoint");
      connection.createStatement().execute("create database " + name);
    }
    return servers.databaseUrl().replaceFirst("[^/]*$", name);
  }

  String jdbcUrl(String databaseUrl) {
    return "jdbc:" + databaseUrl + "?user=" + databaseUser();
  }

  String databaseUser() {
    return servers.databaseUser();
  }

  String redisUrl() {
    return servers.redisUrl();
  }

  Path folder() {
    return servers.folder();
  }

  /** Milliseconds of CPU that both have used so far. */
  double cpuMillis() {
    return millis("postgres/postmaster.pid") + millis("redis.pid");
  }

  private double millis(String pidFile) {
    try {
      long pid = Long.parseLong(Files.readAllLines(folder().resolve(pidFile)).get(0).strip());
      return ProcessHandle.of(pid).map(ProcessCpu::millis).orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void redis(String command) throws IOException {
    URI uri = URI.create(servers.redisUrl());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader replies =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String reply = replies.readLine();
      if (!"+OK".equals(reply)) {
        throw new IOException(command + ": " + reply);
      }
    }
  }

  @Override
  public void close() {
    servers.close();
  }
}
