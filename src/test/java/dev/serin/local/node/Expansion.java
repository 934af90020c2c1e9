package dev.serin.local.node;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code $(NAME)} in commands, args and values: known names are replaced, unknown ones stay, {@code $$} is one dollar. */
final class Expansion {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([-._a-zA-Z][-._a-zA-Z0-9]*)\\)");

    private Expansion() {}

    static String expand(String text, Map<String, String> env) {
        return REFERENCE.matcher(text).replaceAll(found -> {
            String name = found.group(1);
            String value = name == null ? "$" : env.getOrDefault(name, found.group());
            return Matcher.quoteReplacement(value);
        });
    }
}
