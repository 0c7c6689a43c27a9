using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Clock;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace BaoPhu.Web.Shell;

/// <summary>
/// Days, moments and whole numbers as people here write them and as browsers send them: 03/11/2021 or 2021-11-03; 03/11/2021 16:00 or 2021-11-03T16:00 (Viet Nam
/// time); 1.234.567 or 1234567. Never month first, in a form or in an address.
/// </summary>
internal sealed class VietnameseBinders : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context)
    {
        var type = context.Metadata.UnderlyingOrModelType;
        return type == typeof(DateOnly) ? new Binder("Web.BadDate", text => VietnamTime.TryParse(text, out var ms) ? VietnamTime.ToDay(ms) : null)
            : type == typeof(Instant) ? new Binder("Web.BadMoment", text => VietnamTime.TryParse(text, out var ms) ? new Instant(ms) : null)
            : type == typeof(long) || type == typeof(int) ? new Binder("Web.BadNumber", text => Whole(text, type))
            : null;
    }

    /// <summary>The framework's own messages, in Vietnamese.</summary>
    public static void Say(DefaultModelBindingMessageProvider messages)
    {
        messages.SetAttemptedValueIsInvalidAccessor((value, _) => Text.Of("Web.BadValue", value));
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(value => Text.Of("Web.BadValue", value));
        messages.SetUnknownValueIsInvalidAccessor(_ => Text.Of("Web.BadValue", ""));
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => Text.Of("Web.BadValue", ""));
        messages.SetValueIsInvalidAccessor(value => Text.Of("Web.BadValue", value));
        messages.SetValueMustNotBeNullAccessor(_ => Text.Of("Web.Required"));
        messages.SetMissingBindRequiredValueAccessor(_ => Text.Of("Web.Required"));
        messages.SetMissingKeyOrValueAccessor(() => Text.Of("Web.Required"));
        messages.SetMissingRequestBodyRequiredValueAccessor(() => Text.Of("Web.Required"));
        messages.SetValueMustBeANumberAccessor(_ => Text.Of("Web.BadNumber", ""));
        messages.SetNonPropertyValueMustBeANumberAccessor(() => Text.Of("Web.BadNumber", ""));
    }

    private static object? Whole(string text, Type type)
    {
        var digits = text.Replace(".", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Replace("\u00a0", "", StringComparison.Ordinal);
        if (!long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        return type == typeof(long) ? value : value is >= int.MinValue and <= int.MaxValue ? (int)value : null;
    }

    private sealed class Binder(string message, Func<string, object?> read) : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext context)
        {
            var sent = context.ValueProvider.GetValue(context.ModelName);
            if (sent == ValueProviderResult.None)
            {
                return Task.CompletedTask;
            }

            context.ModelState.SetModelValue(context.ModelName, sent);
            var text = sent.FirstValue?.Trim() ?? "";
            if (text.Length == 0)
            {
                if (context.ModelMetadata.IsReferenceOrNullableType)
                {
                    context.Result = ModelBindingResult.Success(null);
                }
                else
                {
                    context.ModelState.TryAddModelError(context.ModelName, Text.Of("Web.Required"));
                }

                return Task.CompletedTask;
            }

            if (read(text) is { } value)
            {
                context.Result = ModelBindingResult.Success(value);
            }
            else
            {
                context.ModelState.TryAddModelError(context.ModelName, Text.Of(message, text));
            }

            return Task.CompletedTask;
        }
    }
}
