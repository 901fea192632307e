package io.anteroom.cli;

import io.anteroom.cli.account.AccountsCommand;
import io.anteroom.cli.account.ListAccounts;
import io.anteroom.cli.account.PauseAccount;
import io.anteroom.cli.account.QuotaCommand;
import io.anteroom.cli.account.ResumeAccount;
import io.anteroom.cli.bulk.BulkCancel;
import io.anteroom.cli.bulk.BulkCommand;
import io.anteroom.cli.bulk.BulkRedeliver;
import io.anteroom.cli.bulk.BulkRetry;
import io.anteroom.cli.bulk.GetBulkAction;
import io.anteroom.cli.bulk.ListBulkActions;
import io.anteroom.cli.bulk.StopBulkAction;
import io.anteroom.cli.bulk.WatchBulkAction;
import io.anteroom.cli.callback.CallbacksCommand;
import io.anteroom.cli.callback.ListCallbacks;
import io.anteroom.cli.callback.ListenForCallbacks;
import io.anteroom.cli.callback.RedeliverCallbacks;
import io.anteroom.cli.completion.CompletionCommand;
import io.anteroom.cli.doctor.DoctorCommand;
import io.anteroom.cli.index.IndexCommand;
import io.anteroom.cli.option.DurationConverter;
import io.anteroom.cli.output.Console;
import io.anteroom.cli.service.Session;
import io.anteroom.cli.task.CancelTasks;
import io.anteroom.cli.task.GetTasks;
import io.anteroom.cli.task.ListTasks;
import io.anteroom.cli.task.RetryTasks;
import io.anteroom.cli.task.TasksCommand;
import io.anteroom.cli.task.WatchTasks;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** All commands. */
public final class CommandTree {

  private static final int WIDEST_HELP = 100;

  private CommandTree() {}

  /** The commands, for one run. */
  public static CommandLine in(Console console) {
    AnteroomCommand root = new AnteroomCommand();
    Session session = new Session(console, root.options);
    CommandLine tree = new CommandLine(root);
    tree.addSubcommand(new IndexCommand(session))
        .addSubcommand(
            new CommandLine(new TasksCommand())
                .addSubcommand(new ListTasks(session))
                .addSubcommand(new GetTasks(session))
                .addSubcommand(new WatchTasks(session))
                .addSubcommand(new RetryTasks(session))
                .addSubcommand(new CancelTasks(session)))
        .addSubcommand(
            new CommandLine(new BulkCommand())
                .addSubcommand(new BulkRetry(session))
                .addSubcommand(new BulkCancel(session))
                .addSubcommand(new BulkRedeliver(session))
                .addSubcommand(new ListBulkActions(session))
                .addSubcommand(new GetBulkAction(session))
                .addSubcommand(new WatchBulkAction(session))
                .addSubcommand(new StopBulkAction(session)))
        .addSubcommand(
            new CommandLine(new CallbacksCommand())
                .addSubcommand(new ListCallbacks(session))
                .addSubcommand(new RedeliverCallbacks(session))
                .addSubcommand(new ListenForCallbacks(session)))
        .addSubcommand(new QuotaCommand(session))
        .addSubcommand(
            new CommandLine(new AccountsCommand())
                .addSubcommand(new ListAccounts(session))
                .addSubcommand(new PauseAccount(session))
                .addSubcommand(new ResumeAccount(session)))
        .addSubcommand(new DoctorCommand(session))
        .addSubcommand(new CompletionCommand(console));
    tree.registerConverter(Duration.class, new DurationConverter())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setUsageHelpWidth(Math.max(NarrowHelp.LIMIT, Math.min(WIDEST_HELP, console.width())))
        .setOut(new PrintWriter(console.out(), true))
        .setErr(new PrintWriter(console.err(), true))
        .setParameterExceptionHandler(new UsageMistakes(console))
        .setExecutionExceptionHandler(new FailureWords(console, session));
    if (console.width() < NarrowHelp.LIMIT) {
      NarrowHelp.on(tree, console.width());
    }
    showVersion(tree, root);
    return tree;
  }

  private static void showVersion(CommandLine command, AnteroomCommand root) {
    command.getCommandSpec().version(root.spec().version());
    command.getSubcommands().values().forEach(sub -> showVersion(sub, root));
  }
}
