global using Xunit;
global using BaoPhu.Core;
