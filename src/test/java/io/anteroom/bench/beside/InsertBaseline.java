package io.anteroom.bench.beside;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the database can do: transactions of one insert into a table of one index, by 32
 * connections. By pgbench; where that is missing, by 32 threads with JDBC.
 */
final class InsertBaseline {

  private static final int CONNECTIONS = 32;
  private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
  private static final String TABLE =
      "create table one_row (id uuid primary key, text text not null, at timestamptz not null)";
  private static final String INSERT = "insert into one_row values (%s, '%s', now())";
  private static final String TEXT = "a text as long as that of the tasks, with its metadata";

  private InsertBaseline() {}

  /**
   * A figure.
   *
   * @param by what made the inserts
   */
  record Inserts(String by, double perSecond) {}

  static Inserts measure(BenchStores stores, int seconds) throws Exception {
    String url = stores.fresh(BenchStores.RedisFile.NONE);
    try (Connection connection = DriverManager.getConnection(stores.jdbcUrl(url))) {
      connection.createStatement().execute(TABLE);
    }
    try {
      return new Inserts("pgbench, 32 clients", pgbench(stores, URI.create(url), seconds));
    } catch (IOException e) {
      return new Inserts("JDBC, 32 threads", jdbc(stores.jdbcUrl(url), seconds));
    }
  }

  private static double pgbench(BenchStores stores, URI url, int seconds) throws Exception {
    Path script = stores.folder().resolve("insert.sql");
    Files.writeString(script, INSERT.formatted("gen_random_uuid()", TEXT) + ";\n");
    List<String> command =
        List.of(
            ("pgbench -n -M prepared -j 2 -h 127.0.0.1 -p %d -U %s -c %d -T %d -f %s %s")
                .formatted(
                    url.getPort(),
                    stores.databaseUser(),
                    CONNECTIONS,
                    seconds,
                    script,
                    url.getPath().substring(1))
                .split(" "));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher tps = TPS.matcher(output);
    if (process.waitFor() != 0 || !tps.find()) {
      throw new IllegalStateException("pgbench: " + output);
    }
    return Double.parseDouble(tps.group(1));
  }

  private static double jdbc(String url, int seconds) throws Exception {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    AtomicInteger inserts = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        all.add(
            threads.submit(
                () -> {
                  insert(url, end, inserts);
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return (double) inserts.get() / seconds;
  }

  private static void insert(String url, long end, AtomicInteger inserts) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement statement = connection.prepareStatement(INSERT.formatted("?", TEXT))) {
      while (System.nanoTime() < end) {
        statement.setObject(1, UUID.randomUUID());
        statement.executeUpdate();
        inserts.incrementAndGet();
      }
    }
  }
}
