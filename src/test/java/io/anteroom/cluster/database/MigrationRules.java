package io.anteroom.cluster.database;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a migration may not do, because replicas of the former version work on the same tables.
 * Statements are recognized by their words, and what stands in parentheses is left out.
 */
final class MigrationRules {

  /** They take away what a former version may use, and so they are files of their own. */
  private static final Pattern CONTRACT = Pattern.compile("V\\d+__contract_\\w+\\.sql");

  private static final Pattern COMMENTS_AND_STRINGS =
      Pattern.compile(
          "(--[^\\n]*|/\\*.*?\\*/)|'(?:[^']|'')*'|\\$(\\w*)\\$.*?\\$\\2\\$", Pattern.DOTALL);
  private static final Pattern NEW_TABLE =
      Pattern.compile("create table (?:if not exists )?(\\w+)");
  private static final Pattern REFERENCE = Pattern.compile("\\breferences (\\w+)");
  private static final Pattern INDEX =
      Pattern.compile("^create (unique )?index (concurrently )?.*?\\bon (?:only )?(\\w+)");

  private record Rule(boolean contractMay, Pattern pattern, String reason) {

    static Rule never(String pattern, String reason) {
      return new Rule(false, Pattern.compile(pattern), reason);
    }

    static Rule contractOnly(String pattern, String reason) {
      return new Rule(true, Pattern.compile(pattern), reason);
    }
  }

  private static final String CONSTRAINT =
      "^alter table .*\\badd (constraint \\S+ )?(check|unique|primary|foreign|exclude)\\b";

  private static final List<Rule> RULES =
      List.of(
          Rule.contractOnly("^drop\\b|^alter .*\\bdrop\\b", "drops what the former version uses"),
          Rule.contractOnly("^alter .*\\bset not null\\b", "the former version may write null"),
          Rule.contractOnly(CONSTRAINT, "the former version does not know the constraint"),
          Rule.never(CONSTRAINT + "(?!.*(not valid|using index))", "locks until all is checked"),
          Rule.never("^alter .*\\b(rename|set schema)\\b", "takes the former version's name away"),
          Rule.never(
              "^alter table .*\\balter (column )?\\S+ (set data )?type\\b", "changes a type"),
          Rule.never(
              "\\badd (?!constraint)(?![^,]*\\bdefault\\b)[^,]*\\bnot null\\b",
              "the former version writes no value"),
          Rule.never(
              "\\badd [^,]*(\\bdefault (?!now\\()[\\w.]+\\(|\\bgenerated\\b|serial\\b)",
              "writes the whole table anew"),
          Rule.never(
              "^alter table .*\\badd (column )?(?!constraint|check|unique|primary|foreign|exclude)"
                  + "[^,]*\\b(references|unique|primary key)\\b",
              "locks, and the former version does not know the constraint"),
          Rule.never(
              "^(lock|truncate|cluster|vacuum full|reindex(?!.*concurrently))\\b", "locks a table"),
          Rule.never("^(update|delete|merge|with|do|call)\\b", "locks rows, or hides what it does"),
          Rule.never(
              "^create (or replace|(constraint )?trigger|rule)\\b",
              "changes what statements of the former version do"));

  private MigrationRules() {}

  /** One line for each offence of this migration. */
  static List<String> violations(String fileName, String sql) {
    boolean contract = CONTRACT.matcher(fileName).matches();
    List<String> lines = new ArrayList<>();
    Set<String> newTables = new HashSet<>();
    List<String> statements = statements(sql);
    for (String statement : statements) {
      Matcher table = NEW_TABLE.matcher(statement);
      if (table.lookingAt()) {
        newTables.add(table.group(1));
        boolean toNew =
            REFERENCE.matcher(statement).results().allMatch(r -> newTables.contains(r.group(1)));
        check(toNew, lines, "the former version deletes rows of that table", statement);
      }
      String words = withoutParentheses(statement);
      RULES.stream()
          .filter(rule -> !(contract && rule.contractMay()) && rule.pattern().matcher(words).find())
          .forEach(rule -> lines.add(rule.reason() + ": " + statement));
      Matcher index = INDEX.matcher(words);
      if (index.find() && !newTables.contains(index.group(3))) {
        check(index.group(2) != null, lines, "locks the table, without concurrently", statement);
        check(index.group(1) == null || contract, lines, "may refuse a row", statement);
      }
      boolean alone = statements.size() == 1 || !words.contains(" concurrently");
      check(alone, lines, "needs a file of its own, since no transaction has it", statement);
      boolean bounded = !words.startsWith("alter table") || sql.contains("set local lock_timeout");
      check(bounded, lines, "needs set local lock_timeout: others wait behind it", statement);
    }
    return lines;
  }

  private static void check(boolean holds, List<String> lines, String reason, String statement) {
    if (!holds) {
      lines.add(reason + ": " + statement);
    }
  }

  private static List<String> statements(String sql) {
    String bare =
        COMMENTS_AND_STRINGS.matcher(sql).replaceAll(m -> m.group(1) == null ? "''" : " ");
    return Pattern.compile(";")
        .splitAsStream(bare.toLowerCase(Locale.ROOT))
        .map(statement -> statement.replaceAll("\\s+", " ").strip())
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  private static String withoutParentheses(String statement) {
    String fewer = statement.replaceAll("\\([^()]+\\)", "()");
    return fewer.equals(statement) ? statement : withoutParentheses(fewer);
  }
}
