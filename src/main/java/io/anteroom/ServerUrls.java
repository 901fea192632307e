package io.anteroom;

import io.anteroom.cluster.database.DatabaseTls;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the URLs of the servers that are waited for while they are away: a URL that leads nowhere
 * would be waited for without end. Stateless.
 */
final class ServerUrls {

  static final String DATABASE = "quarkus.datasource.reactive.url";
  static final String REDIS = "quarkus.redis.hosts";

  private static final int MAX_PORT = 65_535;
  private static final String HOST =
      "(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(?<port>\\d{1,5}))?";
  private static final String QUERY = "(?:\\?\\S*)?";

  /** Two drivers read it; the one of JDBC takes no other scheme, and no user. */
  private static final Pattern DATABASE_URL =
      Pattern.compile("postgresql://" + HOST + "/[^/?#\\s]+" + QUERY);

  private static final Pattern REDIS_URL =
      Pattern.compile("rediss?://(?:[^@/\\s]*@)?" + HOST + "(?:/\\d*)?" + QUERY);

  private static final Pattern REDIS_SOCKET = Pattern.compile("(?:unix|redis\\+socket)://\\S+");

  private ServerUrls() {}

  /**
   * One line for each that is no such URL, without its value, which may hold a password.
   *
   * @param settings gives the value of a setting, or null
   */
  static List<String> faults(UnaryOperator<String> settings) {
    List<String> lines = new ArrayList<>();
    String database = settings.apply(DATABASE);
    if (database != null && !isUrl(database.strip(), DATABASE_URL)) {
      lines.add(
          "DATABASE_URL: must be postgresql://host[:port]/database[?parameters]; user and password"
              + " are DATABASE_USER and DATABASE_PASSWORD");
    } else if (database != null) {
      DatabaseTls.fault(database).ifPresent(why -> lines.add("DATABASE_URL: " + why));
    }
    String redis = settings.apply(REDIS);
    if (redis != null && !redis.isBlank() && !areRedis(redis)) {
      lines.add(
          "REDIS_URL: must be redis://[user:password@]host[:port][/number], or the same with"
              + " rediss://; several are separated by commas");
    }
    return lines;
  }

  private static boolean areRedis(String urls) {
    for (String url : urls.split(",", -1)) {
      if (!isUrl(url.strip(), REDIS_URL) && !REDIS_SOCKET.matcher(url.strip()).matches()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUrl(String text, Pattern pattern) {
    Matcher url = pattern.matcher(text);
    if (!url.matches()) {
      return false;
    }
    String port = url.group("port");
    return port == null || (Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= MAX_PORT);
  }
}
