using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BaoPhu.Rules.Matching;

/// <summary>How many persons of a register share each value of a key.</summary>
internal sealed class Bearers
{
    private readonly KeyOf _key;
    private readonly AskedKeys _keys = new(1 << 12);
    private readonly List<int> _counts = [];

    // See BlockingKeys.Of.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Bearers(KeyOf key, PersonRows register)
    {
        _key = key;
        for (var person = 0; person < register.Count; person++)
        {
            var number = _keys.Add(BlockingKeys.Of(key, register, person));
            if (number == _counts.Count)
            {
                _counts.Add(0);
            }

            if (number >= 0)
            {
                CollectionsMarshal.AsSpan(_counts)[number]++;
            }
        }
    }

    /// <summary>How many share the key of a row of either table.</summary>
    public int Of(PersonRows rows, int row) => _keys.Find(BlockingKeys.Of(_key, rows, row)) is >= 0 and var number ? _counts[number] : 0;
}
