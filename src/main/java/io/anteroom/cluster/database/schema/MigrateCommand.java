package io.anteroom.cluster.database.schema;

import io.anteroom.async.StartupOrder;
import io.anteroom.async.Ticker;
import io.anteroom.cluster.database.DatabaseSettings;
import io.anteroom.cluster.database.schema.SchemaState.Newer;
import io.anteroom.cluster.database.schema.SchemaState.Outdated;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.CommandLineArguments;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.IntConsumer;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/**
 * {@code anteroom migrate}: brings the schema up to date and ends, with exit code 0 and a line that
 * says how it stands, or with 1 and a line that says why not. It needs the settings of the database
 * and no others, and opens no port.
 */
@Singleton
class MigrateCommand {

  private static final Logger LOG = Logger.getLogger(MigrateCommand.class);

  private static final String NAME = "migrate";

  private final List<String> arguments;
  private final Migrations migrations;
  private final DatabaseSettings settings;
  private final Ticker ticker;
  private final IntConsumer exit;

  /** Only stores its parts. */
  @Inject
  MigrateCommand(
      @CommandLineArguments String[] arguments,
      Migrations migrations,
      DatabaseSettings settings,
      Ticker ticker) {
    this(arguments, migrations, settings, ticker, Quarkus::asyncExit);
  }

  MigrateCommand(
      String[] arguments,
      Migrations migrations,
      DatabaseSettings settings,
      Ticker ticker,
      IntConsumer exit) {
    this.arguments = List.of(arguments);
    this.migrations = migrations;
    this.settings = settings;
    this.ticker = ticker;
    this.exit = exit;
  }

  /**
   * Goes on with the start where the command line is empty.
   *
   * @throws PreventFurtherStepsException when all is done
   * @throws ConfigurationException in one line: an unknown command, a database that is away or
   *     refuses, a migration that fails
   */
  void run(@Observes @Priority(StartupOrder.COMMAND) StartupEvent event) {
    if (arguments.isEmpty()) {
      return;
    }
    if (!arguments.equals(List.of(NAME))) {
      throw new ConfigurationException(
          "unknown command '%s': there is only '%s'".formatted(String.join(" ", arguments), NAME));
    }
    String line = migrate();
    LOG.info(line);
    exit.accept(0); // the exception below ends the start only, and the process would wait
    throw new PreventFurtherStepsException(line, 0);
  }

  private String migrate() {
    try (DatabaseWait wait = DatabaseWait.ofTheMigration(settings.migrateWait(), ticker)) {
      SchemaState state = migrations.state(wait);
      if (state instanceof Outdated) {
        migrations.apply(wait);
        return "the schema was migrated";
      }
      return state instanceof Newer newer
          ? "nothing to migrate: the schema is newer, it has migration " + newer.others()
          : "nothing to migrate: the schema is up to date";
    } catch (FlywayException e) {
      throw new ConfigurationException("the migration failed: " + oneLine(e.getMessage()), e);
    }
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
